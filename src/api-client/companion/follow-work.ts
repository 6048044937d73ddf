import type { ApiAddress } from '../call-api.ts';
import { describeCompanionFailure } from './companion-failure.ts';

/** Events that an engine tells by itself, before anything has come from the companion. */
const OWN_EVENTS: ReadonlySet<string> = new Set(['remote-start', 'generation-start', 'text-skip']);

/**
 * What a companion answers, until the caller has enough: then the connection is closed, which stops
 * the model. Throws as `describeCompanionFailure` says.
 */
export async function* followWork<E extends { type: string }>(
  { origin: url }: ApiAddress,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => AsyncIterable<E>,
): AsyncGenerator<E> {
  const leaving = new AbortController();
  let hasBegun = false;
  try {
    for await (const event of ask(AbortSignal.any([signal, leaving.signal]))) {
      hasBegun ||= !OWN_EVENTS.has(event.type);
      yield event;
    }
  } catch (thrown) {
    throw describeCompanionFailure(thrown, { url, signal, hasBegun });
  } finally {
    leaving.abort();
  }
}
