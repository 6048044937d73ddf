/**
 * Holds a Web Lock under the worker's own name for as long as the worker lives. The browser frees
 * it however the worker ends (a crash of the runtime, the system's memory killer), which no event
 * tells: the page waits for the same lock and so learns of the end. Resolves once the lock is held,
 * or denied, as browsers do that let the site store nothing.
 */
export function holdLifeLock(): Promise<void> {
  return new Promise((resolve) => {
    const live = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    navigator.locks.request(self.name, live).catch(() => resolve());
  });
}
