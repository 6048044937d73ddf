import type { Tabs } from '../engine/tabs.ts';
import { webLocks } from './web-locks.ts';

const NEVER = new AbortController().signal;

/** All tabs run the same build, or a newer one has asked them to reload: types suffice. */
export function openTabs<News>(name: string): Tabs<News> {
  const channel = new BroadcastChannel(name);
  const lock = `${name} turn`;
  return {
    tell: (news) => channel.postMessage(news),
    listen: (listener) => channel.addEventListener('message', ({ data }) => listener(data as News)),
    takeTurn: (work) => webLocks.hold(lock, NEVER, work),
    isTurnTaken: async () => (await webLocks.listHeld()).includes(lock),
  };
}
