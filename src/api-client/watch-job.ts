import { z } from '@hono/zod-openapi';
import { EngineError, throwIfAborted } from '../engine/errors.ts';
import { parseJson } from '../engine/parse-json.ts';
import { callApi, parseAnswer, type ApiAddress } from './call-api.ts';
import { readEvents } from './read-events.ts';

const watchedEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), stage: z.string(), step: z.number(), of: z.number() }),
  z.object({ type: z.literal('preview'), stage: z.string(), preview: z.string() }),
  z.object({ type: z.literal('completed') }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
  z.object({ type: z.literal('cancelled') }),
]);

/** What happened to a job. `preview`: a PNG in base64. */
export type WatchedEvent = z.output<typeof watchedEventSchema>;

const LAST: readonly WatchedEvent['type'][] = ['completed', 'failed', 'cancelled'];
const MAX_RETURNS = 5;
const RETURN_MS = 500;

/**
 * A job's events up to the last one. A lost connection is opened again from where it was lost; a
 * server that cannot be reached several times in a row is `network_unreachable`.
 */
export async function* watchJob(
  address: ApiAddress,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<WatchedEvent> {
  let seen = '';
  for (let returns = 0; returns < MAX_RETURNS; returns++) {
    if (returns > 0) await new Promise((resolve) => setTimeout(resolve, RETURN_MS * returns));
    throwIfAborted(signal);
    try {
      const headers: Record<string, string> = seen ? { 'Last-Event-ID': seen } : {};
      const response = await callApi(address, { path, headers }, signal);
      for await (const { event, id, data } of readEvents(response.body ?? new ReadableStream())) {
        const fields = parseJson(data) as object | undefined;
        const watched = parseAnswer(watchedEventSchema, { ...fields, type: event }, path);
        seen = id;
        returns = 0;
        yield watched;
        if (LAST.includes(watched.type)) return;
      }
    } catch (thrown) {
      throwIfAborted(signal);
      if (thrown instanceof EngineError && thrown.code !== 'network_unreachable') throw thrown;
      if (!(thrown instanceof EngineError) && !(thrown instanceof TypeError)) throw thrown;
    }
  }
  throw new EngineError('network_unreachable', 'The server cannot be reached any more.');
}
