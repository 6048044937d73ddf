import { EngineError } from '../src/engine/errors.ts';

/**
 * The events of work that may take so long; then its signal fires, and `time_limit_exceeded` is
 * thrown.
 */
export async function* limitTime<E>(
  seconds: number,
  signal: AbortSignal,
  start: (signal: AbortSignal) => AsyncIterable<E>,
): AsyncGenerator<E> {
  const own = new AbortController();
  const stop = () => own.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, seconds * 1000);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* start(own.signal);
  } catch (thrown) {
    if (!isLate) throw thrown;
    throw new EngineError(
      'time_limit_exceeded',
      `This took longer than ${seconds} seconds, which is this server's limit. Ask for less at once.`,
      { cause: thrown, details: { maxSeconds: seconds } },
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
