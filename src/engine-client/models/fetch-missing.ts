import { EngineError, whenAborted } from '../../engine/errors.ts';

/** Brings a built-in model to this device; at once if it is here. Throws for any other model. */
export type InstallBuiltIn = (model: string) => Promise<unknown>;

/**
 * Iterates over work that may miss models of its own: each that it names in `model_not_installed` is
 * fetched, and the work begins again. Engines find that out before they compute anything.
 */
export async function* fetchMissing<E>(
  install: InstallBuiltIn,
  start: () => AsyncIterable<E>,
  signal: AbortSignal,
): AsyncGenerator<E> {
  const fetched = new Set<string>();
  for (;;)
    try {
      return yield* start();
    } catch (thrown) {
      const { code, details } = EngineError.from(thrown);
      const model = String(details.model);
      if (code !== 'model_not_installed' || fetched.has(model)) throw thrown;
      fetched.add(model);
      // Whoever stops waiting for it leaves it to arrive.
      await Promise.race([install(model), whenAborted(signal)]);
    }
}

/** The same for work with one result. */
export async function callFetching<T>(
  install: InstallBuiltIn,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  async function* start() {
    yield await work();
  }
  for await (const result of fetchMissing(install, start, signal)) return result;
  throw new EngineError('internal', 'The work gave nothing.');
}
