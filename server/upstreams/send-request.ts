import { Agent as HttpAgent, request as requestOverHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestOverHttps } from 'node:https';
import { EngineError } from '../../src/engine/errors.ts';
import { currentRequestId } from '../log/request-id.ts';
import { traceUpstream } from './trace-upstream.ts';
import type { UpstreamAddress } from './upstream-address.ts';

/** What is sent to an upstream. */
export interface UpstreamRequest {
  method: 'GET' | 'POST';
  /** From the root, such as `/v1/models`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array | string;
  /** That nothing may arrive. */
  idleMs: number;
  /** That is asked, for whoever reads a trace. */
  model?: string;
}

/** An answer whose headers have arrived. */
export interface UpstreamAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  /** Pieces as they arrive; leaving it early closes the connection. */
  body: IncomingMessage;
}

const CONNECT_MS = 3000;
const agents = {
  'http:': new HttpAgent({ keepAlive: true }),
  'https:': new HttpsAgent({ keepAlive: true }),
};

/**
 * Asks an upstream. Node's own client, for fetch waits five minutes for headers at most, which a
 * large model may need. Throws `network_unreachable` if it does not answer, and `aborted`.
 */
export function sendRequest(
  upstream: UpstreamAddress,
  request: UpstreamRequest,
  signal: AbortSignal,
): Promise<UpstreamAnswer> {
  const { name, url, key } = upstream;
  const { method, path, headers, body, idleMs } = request;
  const target = new URL(`${url}${path}`);
  const isSecure = target.protocol === 'https:';
  const requestId = currentRequestId();
  const traced = traceUpstream(upstream, request);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(
        signal.aborted
          ? new EngineError('aborted', 'Stopped before it was done.', { cause })
          : new EngineError('network_unreachable', `${name} does not answer.`, {
              cause,
              details: { upstream: name },
            }),
      );
    const asked = (isSecure ? requestOverHttps : requestOverHttp)(target, {
      method,
      agent: agents[isSecure ? 'https:' : 'http:'],
      signal,
      headers: {
        ...(requestId && { 'x-request-id': requestId }),
        ...headers,
        ...traced.headers,
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    });
    traced.follow(asked, signal);
    asked.once('error', fail);
    asked.once('response', (answer) => {
      asked.on('error', () => undefined);
      resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: answer });
    });
    asked.once('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => asked.destroy(new Error('no connection')), CONNECT_MS);
      socket.once('connect', () => clearTimeout(timer));
      socket.once('close', () => clearTimeout(timer));
    });
    asked.setTimeout(idleMs, () => asked.destroy(new Error('nothing arrived')));
    asked.end(body);
  });
}

/** The same for short answers in JSON. Throws `network_unreachable` for any other status than 200. */
export async function askForJson(
  upstream: UpstreamAddress,
  request: Omit<UpstreamRequest, 'body'> & { json?: unknown },
  signal: AbortSignal,
): Promise<unknown> {
  const text = await askForText(upstream, request, signal);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unexpected(upstream, `${request.path} with something that is not JSON`, cause);
  }
}

/** The same for any text. */
export async function askForText(
  upstream: UpstreamAddress,
  { json, ...request }: Omit<UpstreamRequest, 'body'> & { json?: unknown },
  signal: AbortSignal,
): Promise<string> {
  const { status, body } = await sendRequest(
    upstream,
    {
      ...request,
      headers: { accept: '*/*', ...(json !== undefined && { 'content-type': 'application/json' }) },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    },
    signal,
  );
  const text = await readText(body, upstream);
  if (status === 200) return text;
  throw unexpected(upstream, `${request.path} with ${status}`, text.slice(0, 500));
}

/** Pictures come in such answers, in base64. */
const MAX_TEXT_BYTES = 512e6;

async function readText(body: IncomingMessage, upstream: UpstreamAddress): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      length += (piece as Buffer).length;
      if (length > MAX_TEXT_BYTES) throw new Error('too long');
      pieces.push(piece as Buffer);
    }
  } catch (cause) {
    throw unexpected(upstream, 'but broke off', cause);
  }
  return Buffer.concat(pieces).toString();
}

function unexpected({ name }: UpstreamAddress, how: string, cause: unknown): EngineError {
  return new EngineError('network_unreachable', `${name} answers ${how}.`, {
    cause,
    details: { upstream: name },
  });
}
