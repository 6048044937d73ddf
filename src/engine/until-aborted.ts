import { createAborted } from './errors.ts';

/**
 * The events of a source until the signal fires: then it throws `aborted` at once, however long the
 * source takes to hear of it. What is done with an event that was passed on is never cut off.
 */
export async function* untilAborted<E>(
  events: AsyncIterable<E>,
  signal: AbortSignal,
): AsyncGenerator<E> {
  const iterator = events[Symbol.asyncIterator]();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(createAborted())));
  stopped.catch(() => undefined);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), stopped]);
      if (step.done) return;
      if (signal.aborted) throw createAborted();
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // Not awaited: a source that is busy must not hold up whoever stopped it.
    void iterator.return?.().catch(() => undefined);
  }
}
