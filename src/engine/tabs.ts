/** How the tabs of one origin work together on one thing. */
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
