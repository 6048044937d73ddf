import { throwIfAborted } from './errors.ts';

/**
 * Mutual exclusion by name: between the tabs of an origin in a browser, within the process on a
 * server.
 */
export interface Locks {
  /**
   * Runs the work once nobody else holds the name, first come first served, and frees it however
   * the work ends. The signal ends the waiting with `aborted`; work that has begun must look at it
   * itself.
   */
  hold<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/**
 * Locks within this process.
 *
 * @example
 * const locks = createLocalLocks();
 * const { signal } = new AbortController();
 * const done: string[] = [];
 * const first = locks.hold('printer', signal, async () => done.push('first'));
 * await locks.hold('printer', signal, async () => done.push('second'));
 * await first;
 * done; // → ['first', 'second']
 */
export function createLocalLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();
  return {
    async hold(name, signal, work) {
      const earlier = last.get(name) ?? Promise.resolve();
      const turn = waitFor(earlier, signal).then(work);
      const settled = Promise.allSettled([earlier, turn]);
      last.set(name, settled);
      try {
        return await turn;
      } finally {
        if (last.get(name) === settled) last.delete(name);
      }
    },
  };
}

function waitFor(earlier: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      try {
        throwIfAborted(signal);
      } catch (aborted) {
        reject(aborted as Error);
      }
    };
    signal.addEventListener('abort', stop, { once: true });
    void earlier.then(() => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) stop();
      else resolve();
    });
  });
}
