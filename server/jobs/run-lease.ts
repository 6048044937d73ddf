import { recordFailure } from '../../src/api/http/describe-error.ts';
import type { RunJob } from '../../src/api/jobs/job-desk.ts';
import type { FileStore } from '../files/file-store.ts';
import { runForRequest } from '../log/request-id.ts';
import { currentSpan } from '../traces/current-span.ts';
import type { Tracer } from '../traces/span.ts';
import { holdLease } from './hold-lease.ts';
import { createJobNews } from './job-news.ts';
import type { JobLease, LeasedJobStore } from './leased-job-store.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Submitted } from './stored-job-desk.ts';
import { noteResult, startJobSpan } from './trace-job.ts';

export interface LeaseRunOptions {
  store: LeasedJobStore;
  results: FileStore;
  runJob: RunJob;
  /** Told of how many bytes a result is that was kept. */
  onResult?(bytes: number): void;
  /** Told in a sentence what goes wrong. */
  log(sentence: string): void;
  /** Told of the jobs that run. */
  tracer: Tracer;
  /** As that of the store. */
  leaseMs: number;
}

/** Runs a job to its end, or until the lease is lost; `giveBack` has it run another time. */
export async function runLease(
  options: LeaseRunOptions,
  lease: JobLease,
  giveBack: AbortSignal,
): Promise<void> {
  const span = startJobSpan(options.tracer, lease);
  try {
    await runForRequest(requestOf(lease), () => runHeld(options, lease, giveBack), span);
  } finally {
    span?.end();
  }
}

/** The job's own id where nobody knows who asked for it. */
function requestOf({ job }: JobLease): string {
  return (job as unknown as Submitted).requestId ?? job.id;
}

async function runHeld(
  options: LeaseRunOptions,
  lease: JobLease,
  giveBack: AbortSignal,
): Promise<void> {
  const { store, runJob, leaseMs } = options;
  const hold = holdLease(store, lease, leaseMs);
  const signal = AbortSignal.any([hold.lost, giveBack]);
  const { kind, request } = lease.job as unknown as Submitted;
  const news = createJobNews((progress) => store.report(lease, progress));
  try {
    const result = await runJob({ kind, request }, news.tell, signal);
    noteResult(currentSpan(), result);
    await news.settle();
    await keepResult(options, lease, result);
  } catch (thrown) {
    if (hold.lost.aborted) return;
    if (giveBack.aborted) return await store.release(lease);
    await recordEnd(options, lease, thrown);
  } finally {
    hold.end();
  }
}

async function recordEnd(
  { store, log }: LeaseRunOptions,
  lease: JobLease,
  thrown: unknown,
): Promise<void> {
  const failure = recordFailure(thrown);
  currentSpan()?.fail(failure.code);
  log(`Job ${lease.job.id} failed: ${failure.message}`);
  await store.fail(lease, failure, retryAfterMs(thrown, lease.attempts));
}

/** The file first, under a name that no other attempt has: the record decides which one counts. */
async function keepResult(
  { store, results, onResult }: LeaseRunOptions,
  lease: JobLease,
  result: object,
): Promise<void> {
  const name = `${lease.job.id}-${lease.token}.json`;
  const bytes = new TextEncoder().encode(JSON.stringify(result));
  await store.expectResult(lease, name);
  await results.put(name, bytes);
  if (await store.complete(lease, name, bytes.length)) return onResult?.(bytes.length);
  await results.remove(name);
  await store.dropResults([name]);
}
