import type { Gate } from '../../src/api/http/gate.ts';
import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import { currentSpan } from './current-span.ts';
import { readTraceHeaders, type Span, type SpanFacts, type Tracer } from './span.ts';

/** Of a request that has just come; its route is known later. */
export function startRequestSpan(tracer: Tracer, request: Request, id: string): Span | undefined {
  const { pathname, protocol } = new URL(request.url);
  return tracer.start(request.method, readTraceHeaders(request), {
    kind: 'server',
    facts: {
      'http.request.method': request.method,
      'url.path': pathname.slice(0, 200),
      'url.scheme': protocol.slice(0, -1),
      'triptych.request_id': id,
    },
  });
}

/** Ends the span of each request with what is known of it, where `isTold` says that it is worth it. */
export function traceRequests(gate: Gate, isTold: (entry: RequestEntry) => boolean): Gate {
  return {
    admit(request, call) {
      const span = currentSpan();
      if (span)
        call.trace.onEnd((entry) => {
          if (isTold(entry)) endRequestSpan(span, entry);
        });
      return gate.admit(request, call);
    },
  };
}

function endRequestSpan(span: Span, entry: RequestEntry): void {
  const { method, route, status = 0, error } = entry;
  if (route !== undefined) span.rename(`${method} ${route}`);
  span.note(describeRequest(entry));
  // A client's mistake is not the server's failure; an answer that broke off is.
  if (error && (status < 400 || status >= 500)) span.fail(error.code);
  else if (error) span.note({ 'error.type': error.code });
  span.end();
}

/** By what the GenAI conventions call them. */
const OPERATIONS: Readonly<Record<string, string>> = {
  '/v1/chat/completions': 'chat',
  '/v1/responses': 'chat',
  '/v1/completions': 'text_completion',
  '/v1/embeddings': 'embeddings',
  '/v1/images/generations': 'generate_content',
  '/v1/images/edits': 'generate_content',
  '/v1/images/variations': 'generate_content',
  '/v1/audio/speech': 'generate_content',
  '/generate': 'generate_content',
};

function describeRequest(entry: RequestEntry): SpanFacts {
  const { route = '', model } = entry;
  const operation = OPERATIONS[route];
  return {
    'http.route': entry.route,
    'http.response.status_code': entry.status,
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': operation && 'triptych',
    'gen_ai.request.model': model,
    'gen_ai.usage.input_tokens': entry.promptTokens,
    'gen_ai.usage.output_tokens': entry.completionTokens,
    'triptych.upstream': entry.node,
    'triptych.pictures': entry.pictures,
    'triptych.speech_seconds': entry.speechSeconds,
  };
}
