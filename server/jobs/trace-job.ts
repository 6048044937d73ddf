import type { Span, Tracer } from '../traces/span.ts';
import { WAIT_SPAN } from '../traces/trace-part.ts';
import type { JobLease } from './leased-job-store.ts';
import type { Submitted } from './stored-job-desk.ts';

/** Of a job that begins, in the trace of the request that asked for it, with how long it has waited. */
export function startJobSpan(tracer: Tracer, { job, attempts }: JobLease): Span | undefined {
  const { id, kind, trace } = job as unknown as Submitted;
  const facts = { 'triptych.job.id': id, 'triptych.job.attempt': attempts };
  if (trace && attempts === 1)
    tracer.start(WAIT_SPAN, trace, { facts, startedAt: trace.submittedAt })?.end();
  return tracer.start(`job ${kind}`, trace ?? {}, { kind: 'consumer', facts });
}

/** Which model has made it, where its result says so. */
export function noteResult(span: Span | undefined, result: object): void {
  const { model } = result as { model?: unknown };
  if (typeof model === 'string') span?.note({ 'gen_ai.response.model': model });
}
