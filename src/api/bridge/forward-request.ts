import { receiveBody, sendBody } from './body-port.ts';
import type { BridgedAnswer, BridgedRequest, BridgeTarget } from './bridge-messages.ts';

/**
 * Has a request answered by whoever `target` is, both bodies as streams. `path`: see
 * `BridgedRequest`. If the request is aborted, or the answer's body cancelled, the other side's
 * request is aborted. Rejects with a TypeError where nobody answers, as `fetch` does.
 */
export async function forwardRequest(
  request: Request,
  path: string,
  target: BridgeTarget,
): Promise<Response> {
  const { port1, port2 } = new MessageChannel();
  const stream = await openBody(request);
  const body = stream && sendBody(stream);
  const message: BridgedRequest = {
    type: 'api-request',
    path,
    method: request.method,
    headers: [...request.headers],
    body,
    port: port2,
  };
  const answered = receiveAnswer(port1, request.signal);
  target.postMessage(message, body ? [port2, body] : [port2]);
  const answer = await answered;
  return new Response(answer.body && receiveBody(answer.body), {
    status: answer.status,
    headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
  });
}

type GoodAnswer = Extract<BridgedAnswer, { type: 'api-response' }>;

function receiveAnswer(port: MessagePort, signal: AbortSignal): Promise<GoodAnswer> {
  return new Promise((resolve, reject) => {
    function fail(reason: unknown): void {
      port.close();
      reject(reason);
    }
    function abort(): void {
      port.postMessage({ type: 'api-abort' });
      fail(signal.reason);
    }
    port.onmessage = ({ data }: MessageEvent<BridgedAnswer>) => {
      // The port stays open: the request may still be aborted while the answer streams.
      if (data.type === 'api-response') resolve(data);
      else fail(new TypeError(data.message));
    };
    port.addEventListener('close', () =>
      reject(new TypeError('The page that was answering is gone.')),
    );
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** Some browsers show no stream of a request's body; then it is read as a whole. */
async function openBody(request: Request): Promise<ReadableStream<Uint8Array> | null> {
  if (request.body !== undefined || request.method === 'GET' || request.method === 'HEAD')
    return request.body ?? null;
  const bytes = await request.arrayBuffer();
  return bytes.byteLength > 0 ? new Blob([bytes]).stream() : null;
}
