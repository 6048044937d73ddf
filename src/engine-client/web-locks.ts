import { createSharedLocks } from '../engine/locks.ts';

/** Locks that all tabs of this origin share; in Node, where tests run, those of this process. */
export const webLocks = createSharedLocks(
  typeof navigator === 'undefined' ? undefined : navigator.locks,
);

/** Resolves once the lock is held; call the result to let go of it. */
export function holdLock(name: string, signal = new AbortController().signal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    webLocks
      .hold(name, signal, () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });
}
