import type { z } from '@hono/zod-openapi';
import { EngineError } from '../engine/errors.ts';
import { readFailure } from './read-failure.ts';

/** Where the server is. */
export interface ApiAddress {
  /** Such as `http://127.0.0.1:4321`. */
  origin: string;
  /** Sent as a bearer token. Default: none. */
  apiKey?: string;
  /** Default: the platform's. */
  fetch?: typeof fetch;
}

/** One request. A body makes it a POST. */
export interface ApiRequest {
  path: string;
  method?: 'GET' | 'POST';
  body?: object;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Asks, and returns the answer unless it is an error. Throws the server's own error by its code,
 * `network_unreachable` and `aborted`.
 */
export async function callApi(
  address: ApiAddress,
  { path, body, method = body ? 'POST' : 'GET', headers }: ApiRequest,
  signal: AbortSignal,
): Promise<Response> {
  const ask = address.fetch ?? fetch;
  const isForm = body instanceof FormData;
  const response = await ask(`${address.origin}${path}`, {
    method,
    signal,
    headers: {
      ...(body && !isForm && { 'Content-Type': 'application/json' }),
      ...(address.apiKey && { Authorization: `Bearer ${address.apiKey}` }),
      ...headers,
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  }).catch((thrown: unknown) => {
    throw EngineError.from(thrown, 'network_unreachable');
  });
  if (response.ok) return response;
  const json: unknown = await response.json().catch(() => undefined);
  throw (
    readFailure(json) ??
    new EngineError('internal', `${path} answered with ${response.status}.`, {
      details: { status: response.status },
    })
  );
}

/** The same for an answer in JSON, which is checked. Throws `invalid_output` besides. */
export async function askApi<Schema extends z.ZodType>(
  address: ApiAddress,
  schema: Schema,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<z.output<Schema>> {
  const response = await callApi(address, request, signal);
  const json = await response.json().catch((thrown: unknown) => {
    throw EngineError.from(thrown, 'invalid_output');
  });
  return parseAnswer(schema, json, request.path);
}

/** Throws `invalid_output` if a server answers with something else than this version expects. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  path: string,
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new EngineError(
    'invalid_output',
    `The server’s answer to ${path} is not what was expected (${issue?.path.join('.')}: ${issue?.message}). Is it of another version?`,
    { details: { path } },
  );
}
