import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './span.ts';

const spans = new AsyncLocalStorage<Span | undefined>();

/** Whose part is what is being done, wherever in this process; undefined where nothing is traced. */
export function currentSpan(): Span | undefined {
  return spans.getStore();
}

/** All that is begun in `work` is a part of the span; of none without one. */
export function runInSpan<R>(span: Span | undefined, work: () => R): R {
  return span === spans.getStore() ? work() : spans.run(span, work);
}
