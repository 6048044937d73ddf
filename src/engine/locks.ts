import { EngineError, throwIfAborted } from './errors.ts';

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

/** Locks that tell which names are held. */
export interface WatchedLocks extends Locks {
  listHeld(): Promise<string[]>;
}

/** What is used of a browser's `LockManager`. */
export interface LockManagerLike {
  request<T>(name: string, options: { signal?: AbortSignal }, work: () => Promise<T>): Promise<T>;
  query(): Promise<{ held?: readonly { name?: string }[] }>;
}

/**
 * Locks that all tabs of an origin share. The browser frees those of a tab that is gone. Where it
 * lets the site store nothing it denies locks as well: then no other tab shares anything, and they
 * hold within this thread.
 */
export function createSharedLocks(manager: LockManagerLike | undefined): WatchedLocks {
  const own = createLocalLocks();
  const ownNames = new Set<string>();
  const holdOwn = <T>(name: string, signal: AbortSignal, work: () => Promise<T>) =>
    own.hold(name, signal, async () => {
      ownNames.add(name);
      try {
        return await work();
      } finally {
        ownNames.delete(name);
      }
    });
  return {
    async hold(name, signal, work) {
      let hasBegun = false;
      const begin = () => {
        hasBegun = true;
        return work();
      };
      try {
        if (manager) return await manager.request(name, { signal }, begin);
      } catch (thrown) {
        if (hasBegun) throw thrown;
        if (signal.aborted)
          throw new EngineError('aborted', 'Stopped while waiting for another tab.', {
            cause: thrown,
          });
        if (!isDenied(thrown)) throw thrown;
      }
      return holdOwn(name, signal, work);
    },
    async listHeld() {
      const shared = await manager?.query().catch(ignoreDenied);
      if (!shared) return [...ownNames];
      return (shared.held ?? []).flatMap(({ name }) => name ?? []);
    },
  };
}

function ignoreDenied(thrown: unknown): undefined {
  if (!isDenied(thrown)) throw thrown;
}

function isDenied(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'SecurityError';
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
