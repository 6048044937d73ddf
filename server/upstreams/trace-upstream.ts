import type { ClientRequest } from 'node:http';
import { currentSpan } from '../traces/current-span.ts';
import type { TraceHeaders } from '../traces/span.ts';
import type { UpstreamAddress } from './upstream-address.ts';
import type { UpstreamRequest } from './send-request.ts';

/** A request to an upstream, as a part of what is being done. */
export interface TracedRequest {
  /** With which the upstream goes on in the same trace. */
  headers: TraceHeaders;
  /** Watches the request until its answer has ended. */
  follow(asked: ClientRequest, signal: AbortSignal): void;
}

/** Asking how far work is belongs to the trace, but gets no span of its own: it happens often. */
export function traceUpstream(
  { name, kind, url }: UpstreamAddress,
  { method, path, model }: UpstreamRequest,
): TracedRequest {
  const parent = currentSpan();
  if (method !== 'POST' || !parent)
    return { headers: parent?.headers ?? {}, follow: () => undefined };
  const { hostname, port, protocol } = new URL(url);
  const span = parent.startChild(`${method} ${path}`, {
    kind: 'client',
    facts: {
      'http.request.method': method,
      'url.full': `${url}${path}`,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'gen_ai.provider.name': kind,
      'gen_ai.request.model': model,
      'triptych.upstream': name,
    },
  });
  return {
    headers: span.headers,
    follow(asked, signal) {
      const fail = () => {
        if (!signal.aborted) span.fail('network_unreachable');
      };
      asked.once('error', fail);
      asked.once('response', (answer) => {
        const { statusCode = 502 } = answer;
        span.note({ 'http.response.status_code': statusCode });
        if (statusCode >= 400) span.fail(String(statusCode));
        answer.once('error', fail);
      });
      asked.once('close', () => span.end());
    },
  };
}
