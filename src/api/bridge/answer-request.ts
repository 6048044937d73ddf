import { receiveBody, sendBody } from './body-port.ts';
import type { BridgedAnswer, BridgedRequest } from './bridge-messages.ts';

/**
 * Answers a request that came over a port. `base`: the address that its path follows. The request's
 * signal fires when nobody waits for the answer any more. Resolves when the answer has been sent or
 * given up.
 */
export async function answerRequest(
  { path, method, headers, body, port }: BridgedRequest,
  base: string,
  handle: (request: Request) => Response | Promise<Response>,
): Promise<void> {
  const gone = new AbortController();
  const giveUp = () => gone.abort(new DOMException('Nobody waits any more.', 'AbortError'));
  port.onmessage = giveUp;
  port.addEventListener('close', giveUp);
  try {
    const request = new Request(new URL(path, base), {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      signal: gone.signal,
      ...(body && (await readBody(receiveBody(body)))),
    });
    await sendAnswer(await handle(request), port, gone);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    port.postMessage({ type: 'api-failure', message } satisfies BridgedAnswer);
  } finally {
    port.removeEventListener('close', giveUp);
    port.close();
  }
}

/** Resolves when the whole body has been taken, or is wanted no more. */
async function sendAnswer(
  response: Response,
  port: MessagePort,
  gone: AbortController,
): Promise<void> {
  const { stream, isOver } = watchEnd(response.body, gone.signal);
  const body = stream && sendBody(stream, () => gone.abort());
  const answer: BridgedAnswer = {
    type: 'api-response',
    status: response.status,
    headers: [...response.headers],
    body,
  };
  port.postMessage(answer, body ? [body] : []);
  await isOver;
}

/** The same stream, and when it has come to an end, whichever. The signal ends it. */
function watchEnd(
  source: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
): { stream: ReadableStream<Uint8Array> | null; isOver: Promise<void> } {
  if (!source) return { stream: null, isOver: Promise.resolve() };
  const reader = source.getReader();
  const isOver = reader.closed.catch(() => undefined);
  const stop = () => void reader.cancel().catch(() => undefined);
  // The answer may be on its way to someone who has just left, who cannot cancel it.
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { stream, isOver };
}

/** Some browsers take no stream as a request's body; then it is read as a whole. */
async function readBody(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<RequestInit> {
  if (takesStreams()) return { body: stream, duplex: 'half' } as RequestInit;
  return { body: await new Response(stream).arrayBuffer() };
}

/** A browser that knows no streams writes one as text, and says so in a header. */
function takesStreams(): boolean {
  const init = { method: 'POST', body: new ReadableStream(), duplex: 'half' } as RequestInit;
  return !new Request('https://streams.invalid', init).headers.has('content-type');
}
