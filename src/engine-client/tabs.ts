/** How the tabs of this origin work together on one thing. */
export interface Tabs<News> {
  tell(news: News): void;
  /** Called with other tabs' messages, never with this tab's own. */
  listen(listener: (news: News) => void): void;
  /**
   * Runs the work once no other tab has the turn, first come first served. A tab that is closed, or
   * crashes, gives its turn up.
   */
  takeTurn(work: () => Promise<void>): Promise<void>;
  /** Whether a tab, perhaps this one, has the turn. */
  isTurnTaken(): Promise<boolean>;
}

/** All tabs run the same build, or a newer one has asked them to reload: types suffice. */
export function openTabs<News>(name: string): Tabs<News> {
  const channel = new BroadcastChannel(name);
  const lock = `${name} turn`;
  return {
    tell: (news) => channel.postMessage(news),
    listen: (listener) => channel.addEventListener('message', ({ data }) => listener(data as News)),
    takeTurn: (work) => navigator.locks.request(lock, work),
    async isTurnTaken() {
      const { held = [] } = await navigator.locks.query();
      return held.some((each) => each.name === lock);
    },
  };
}
