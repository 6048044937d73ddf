import { AsyncLocalStorage } from 'node:async_hooks';

const ids = new AsyncLocalStorage<string | undefined>();

/** Of the request that is being answered, wherever in this process; undefined outside of any. */
export function currentRequestId(): string | undefined {
  return ids.getStore();
}

/** All that is begun in `work` belongs to the request; to none without an id. */
export function runForRequest<R>(id: string | undefined, work: () => R): R {
  return ids.run(id, work);
}

/** The same for what is made later: a generator goes on for whoever asks for the next value. */
export async function* iterateForRequest<E>(
  id: string | undefined,
  events: AsyncGenerator<E>,
): AsyncGenerator<E> {
  try {
    for (;;) {
      const step = await runForRequest(id, () => events.next());
      if (step.done) return;
      yield step.value;
    }
  } finally {
    await runForRequest(id, () => events.return(undefined));
  }
}
