import { throwIfAborted } from './errors.ts';

/** Lets one after the other: an engine works on one request at a time. */
export interface Turns {
  /**
   * Resolves when all earlier work is done; call the result to let the next one go. Throws
   * `aborted` if the signal fired meanwhile.
   */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async take(signal) {
      const earlier = last;
      let release = () => {};
      last = new Promise<void>((resolve) => (release = resolve));
      await earlier;
      if (signal.aborted) release();
      throwIfAborted(signal);
      return release;
    },
  };
}
