import { describeFailure, type Dialect } from './describe-error.ts';
import type { RequestTrace } from './request-trace.ts';
import { streamBody } from './stream-body.ts';

/** One server-sent event. `data` is sent as JSON; a string as it is. */
export interface ServerEvent {
  event?: string;
  id?: string;
  data: unknown;
}

const encoder = new TextEncoder();

/** As it goes over the wire. */
export function writeEvent({ event, id, data }: ServerEvent): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...text.split('\n').map((line) => `data: ${line}`),
    '',
    '',
  ].join('\n');
}

export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // Proxies that would wait for the end before they pass anything on.
  'X-Accel-Buffering': 'no',
};

interface EventStreamOptions {
  request: Request;
  trace: RequestTrace;
  dialect: Dialect;
  headers?: Readonly<Record<string, string>>;
  /** Wraps the body of an error in the middle. Default: `data: <body>`. */
  writeFailure?(body: unknown): ServerEvent;
}

/** Answers with server-sent events; closing the connection ends `begin` by its signal. */
export async function answerEvents(
  begin: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
  { request, trace, dialect, headers, writeFailure = (data) => ({ data }) }: EventStreamOptions,
): Promise<Response> {
  const body = await streamBody(
    {
      begin,
      encode: (event) => encoder.encode(writeEvent(event)),
      encodeFailure(thrown) {
        const { code, message, body } = describeFailure(thrown, dialect);
        trace.fail(code, message);
        return encoder.encode(writeEvent(writeFailure(body)));
      },
      onEnd: trace.end,
    },
    request,
  );
  trace.keepOpen();
  return new Response(body, { headers: { ...EVENT_STREAM_HEADERS, ...headers } });
}
