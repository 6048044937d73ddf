/** Where a trace goes on: W3C's headers, as they travel with a request or lie with a job. */
export interface TraceHeaders {
  traceparent?: string;
  tracestate?: string;
}

/** By OpenTelemetry's names where it has one. Never what people write, and no keys. */
export type SpanFacts = Readonly<Record<string, string | number | undefined>>;

export interface SpanOptions {
  /** Default: work of this process. */
  kind?: 'server' | 'client' | 'consumer' | 'internal';
  facts?: SpanFacts;
  /** Milliseconds since 1970. Default: now. */
  startedAt?: number;
}

/** A piece of work in a trace, told to a collector once it has ended. */
export interface Span {
  /** For whoever does a part of it elsewhere. */
  readonly headers: TraceHeaders;
  startChild(name: string, options?: SpanOptions): Span;
  rename(name: string): void;
  note(facts: SpanFacts): void;
  /** `type` is a code or a status, and never the words of a message. */
  fail(type: string): void;
  end(): void;
}

/** Begins the spans of this process. */
export interface Tracer {
  /** Of a trace that goes on here, or of a new one; undefined where nobody collects any. */
  start(name: string, from: TraceHeaders, options?: SpanOptions): Span | undefined;
  /** Sends what has ended, within a few seconds. Never rejects. */
  close(): Promise<void>;
}

export interface TracerOptions {
  /** Of this server. */
  version: string;
  /** Told in a sentence when the collector is away. */
  log(sentence: string): void;
}

export const NO_TRACER: Tracer = { start: () => undefined, close: async () => undefined };

/** Of a request that came in, or of one that is to be sent on. */
export function readTraceHeaders({ headers }: Pick<Request, 'headers'>): TraceHeaders {
  const traceparent = headers.get('traceparent');
  const tracestate = headers.get('tracestate');
  return traceparent === null ? {} : { traceparent, ...(tracestate !== null && { tracestate }) };
}
