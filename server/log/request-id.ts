import { AsyncLocalStorage } from 'node:async_hooks';
import { currentSpan, runInSpan } from '../traces/current-span.ts';
import type { Span } from '../traces/span.ts';

const ids = new AsyncLocalStorage<string | undefined>();

/** Of the request that is being answered, wherever in this process; undefined outside of any. */
export function currentRequestId(): string | undefined {
  return ids.getStore();
}

/** All that is begun in `work` belongs to the request, and is a part of its span; to none without. */
export function runForRequest<R>(id: string | undefined, work: () => R, span?: Span): R {
  return ids.run(id, () => runInSpan(span, work));
}

/** The same for what is made later: a generator goes on for whoever asks for the next value. */
export async function* iterateForRequest<E>(
  id: string | undefined,
  events: AsyncGenerator<E>,
): AsyncGenerator<E> {
  const span = currentSpan();
  try {
    for (;;) {
      const step = await runForRequest(id, () => events.next(), span);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    await runForRequest(id, () => events.return(undefined), span);
  }
}
