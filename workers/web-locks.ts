import { EngineError } from '../src/engine/errors.ts';
import type { Locks } from '../src/engine/locks.ts';

/** Locks that all tabs of this origin share. The browser frees those of a tab that is gone. */
export const webLocks: Locks = {
  async hold(name, signal, work) {
    try {
      return await navigator.locks.request(name, { signal }, work);
    } catch (thrown) {
      if (!signal.aborted || thrown instanceof EngineError) throw thrown;
      throw new EngineError('aborted', 'Stopped while waiting for another tab.', { cause: thrown });
    }
  },
};
