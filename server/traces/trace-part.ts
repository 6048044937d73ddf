import { EngineError } from '../../src/engine/errors.ts';
import { currentSpan, runInSpan } from './current-span.ts';
import type { Span, SpanFacts } from './span.ts';

/** The name of what waits for its turn, wherever. */
export const WAIT_SPAN = 'queue wait';

/** Work as a part of what is being done. */
export async function tracePart<R>(
  name: string,
  work: () => Promise<R>,
  facts: SpanFacts = {},
): Promise<R> {
  const span = currentSpan()?.startChild(name, { facts });
  if (!span) return work();
  try {
    return await runInSpan(span, work);
  } catch (thrown) {
    failSpan(span, thrown);
    throw thrown;
  } finally {
    span.end();
  }
}

/** The same for a turn that is waited for. */
export function traceWait<R>(wait: () => Promise<R>): Promise<R> {
  return tracePart(WAIT_SPAN, wait);
}

/** The same for what an engine yields: it waits until the first event, then it works. */
export function traceEngine<E>(engine: string, events: AsyncGenerator<E>): AsyncGenerator<E> {
  const parent = currentSpan();
  return parent ? followEngine(parent, engine, events) : events;
}

async function* followEngine<E>(
  parent: Span,
  engine: string,
  events: AsyncGenerator<E>,
): AsyncGenerator<E> {
  const facts = { 'triptych.engine': engine };
  let span = parent.startChild(WAIT_SPAN, { facts });
  let isWaiting = true;
  try {
    for await (const event of events) {
      if (isWaiting) {
        span.end();
        span = parent.startChild(`engine ${engine}`, { facts });
        isWaiting = false;
      }
      yield event;
    }
  } catch (thrown) {
    failSpan(span, thrown);
    throw thrown;
  } finally {
    span.end();
  }
}

/** What was stopped has not failed. */
function failSpan(span: Span, thrown: unknown): void {
  const { code } = EngineError.from(thrown);
  if (code !== 'aborted') span.fail(code);
}
