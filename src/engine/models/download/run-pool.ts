import { EngineError } from '../../errors.ts';
import { settlesWithin } from '../settles-within.ts';

/** Work that goes on in the background, a few items at a time. */
export interface Pool {
  /**
   * Resolves when all is done; rejects with the first failure, after which nothing new is started
   * and the rest is aborted.
   */
  readonly done: Promise<void>;
  /** Whether it ended, successfully or not, within the time. */
  settledWithin(ms: number): Promise<boolean>;
}

/** Works through the items, at most `width` at once. */
export function runPool<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Pool {
  const rest = [...items];
  const failed = new AbortController();
  const poolSignal = AbortSignal.any([signal, failed.signal]);
  let failure: EngineError | undefined;
  const runOne = async () => {
    for (let item = rest.shift(); item !== undefined && !failure; item = rest.shift())
      await work(item, poolSignal).catch((thrown: unknown) => {
        failure ??= EngineError.from(thrown, 'download_failed');
        failed.abort();
      });
  };
  // The others may save what they have before the failure is reported.
  const settled = Promise.all(Array.from({ length: width }, runOne));
  const done = settled.then(() => {
    if (failure) throw failure;
  });
  done.catch(() => undefined);
  return {
    done,
    settledWithin: (ms) => settlesWithin(settled, ms),
  };
}
