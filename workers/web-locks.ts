import { createSharedLocks } from '../src/engine/locks.ts';

/** Locks that all tabs of this origin share. */
export const webLocks = createSharedLocks(navigator.locks);
