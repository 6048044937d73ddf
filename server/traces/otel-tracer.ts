import { setTimeout as pause } from 'node:timers/promises';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Span, SpanFacts, SpanOptions, TraceHeaders, Tracer, TracerOptions } from './span.ts';

/** That the end waits for a collector. */
const CLOSE_WITHIN_MS = 5000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

const propagator = new W3CTraceContextPropagator();

/**
 * OpenTelemetry's SDK, which reads its own variables: where spans go and with which headers, how many
 * are sampled, what the service is called. Sends them in batches, as JSON over HTTP.
 */
export function createOtelTracer({ version, log }: TracerOptions): Tracer {
  const exporter = sayOnce(new OTLPTraceExporter(), log);
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'triptych', 'service.version': version }))
      .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('triptych', version);
  return {
    start: (name, from, options) =>
      startSpan(
        tracer,
        name,
        propagator.extract(ROOT_CONTEXT, from, defaultTextMapGetter),
        options,
      ),
    async close() {
      const late = new AbortController();
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([
        sent.finally(() => late.abort()),
        pause(CLOSE_WITHIN_MS, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
    },
  };
}

function startSpan(
  tracer: OtelTracer,
  name: string,
  parent: Context,
  { kind = 'internal', facts = {}, startedAt }: SpanOptions = {},
): Span {
  const span = tracer.startSpan(
    name,
    {
      kind: KINDS[kind],
      attributes: leaveOutUndefined(facts),
      ...(startedAt !== undefined && { startTime: startedAt }),
    },
    parent,
  );
  const own = trace.setSpan(parent, span);
  return {
    get headers() {
      const headers: TraceHeaders = {};
      propagator.inject(own, headers, defaultTextMapSetter);
      return headers;
    },
    startChild: (childName, options) => startSpan(tracer, childName, own, options),
    rename: (newName) => void span.updateName(newName),
    note: (more) => void span.setAttributes(leaveOutUndefined(more)),
    fail(type) {
      span.setAttribute('error.type', type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
    end: () => span.end(),
  };
}

function leaveOutUndefined(facts: SpanFacts): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(facts).filter(
      (fact): fact is [string, string | number] => fact[1] !== undefined,
    ),
  );
}

/** Says that a collector is away, and not again before it was back. */
function sayOnce(exporter: SpanExporter, log: TracerOptions['log']): SpanExporter {
  let isAway = false;
  return {
    export(spans, onResult) {
      exporter.export(spans, (result) => {
        const { code, error } = result;
        const hasFailed = code === ExportResultCode.FAILED;
        if (hasFailed && !isAway)
          log(`Traces cannot be sent: ${error?.message || 'the collector does not take them'}.`);
        isAway = hasFailed;
        onResult(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
