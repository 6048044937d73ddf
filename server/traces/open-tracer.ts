import { NO_TRACER, type Tracer, type TracerOptions } from './span.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Traces for the collector that OpenTelemetry's own variables name. Without them nothing is loaded,
 * and no span is made.
 */
export async function openTracer(
  options: TracerOptions,
  environment: Environment = process.env,
): Promise<Tracer> {
  if (!isWanted(environment)) return NO_TRACER;
  const { createOtelTracer } = await import('./otel-tracer.ts');
  return createOtelTracer(options);
}

function isWanted(environment: Environment): boolean {
  const { OTEL_SDK_DISABLED, OTEL_TRACES_EXPORTER } = environment;
  if (OTEL_SDK_DISABLED?.toLowerCase() === 'true' || OTEL_TRACES_EXPORTER === 'none') return false;
  return Boolean(
    environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
  );
}
