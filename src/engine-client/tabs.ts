import type { Tabs } from '../engine/tabs.ts';

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
