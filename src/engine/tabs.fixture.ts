import { createLocalLocks } from './locks.ts';
import type { Tabs } from './tabs.ts';

/** Tabs that talk to each other within the process. */
export function createFakeTabs<News>() {
  const listeners: ((news: News) => void)[] = [];
  const locks = createLocalLocks();
  let turns = 0;
  return function open(): Tabs<News> & { close(): void } {
    let own: ((news: News) => void) | undefined;
    let letGo = () => {};
    const closed = new Promise<void>((resolve) => (letGo = resolve));
    return {
      tell: (news) =>
        listeners.forEach((listener) => listener !== own && listener(structuredClone(news))),
      listen: (listener) => listeners.push((own = listener)),
      async takeTurn(work) {
        await locks.hold('turn', new AbortController().signal, async () => {
          turns++;
          await Promise.race([work(), closed]);
          turns--;
        });
      },
      isTurnTaken: () => Promise.resolve(turns > 0),
      /** What is never heard again. */
      close() {
        listeners.splice(listeners.indexOf(own as never), 1);
        letGo();
      },
    };
  };
}
