import { setTimeout as pause } from 'node:timers/promises';
import { recordFailure } from '../../src/api/http/describe-error.ts';
import type { JobProgress, RunJob } from '../../src/api/jobs/job-desk.ts';
import { runForRequest } from '../log/request-id.ts';
import { currentSpan } from '../traces/current-span.ts';
import { NO_TRACER, type Tracer } from '../traces/span.ts';
import type { FileStore } from '../files/file-store.ts';
import { LEASE_MS, type JobLease, type LeasedJobStore } from './leased-job-store.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Submitted } from './stored-job-desk.ts';
import { noteResult, startJobSpan } from './trace-job.ts';

export interface WorkerOptions {
  store: LeasedJobStore;
  results: FileStore;
  runJob: RunJob;
  /** Jobs that run at a time. */
  count: number;
  /** Told of how many bytes a result is that was kept. */
  onResult?(bytes: number): void;
  /** Told in a sentence what goes wrong. */
  log(sentence: string): void;
  /** Told of the jobs that run. Default: nobody is. */
  tracer?: Tracer;
  /** As that of the store. Default 15 s. */
  leaseMs?: number;
  /** How often an empty queue is asked. Default 250 ms. */
  idleMs?: number;
}

export interface JobWorkers {
  /** Looks for work at once. */
  wake(): void;
  /** Takes no more; resolves when what runs has ended, or the time is up. */
  drain(withinMs: number): Promise<void>;
  /** Takes no more, and gives back what runs. */
  stop(): Promise<void>;
}

/** After which a queue that cannot be reached is asked again. */
const UNREACHABLE_MS = 1000;

/** Runs jobs from a store, whoever put them there. */
export function startWorkers({
  store,
  results,
  runJob,
  count,
  onResult,
  log,
  tracer = NO_TRACER,
  leaseMs = LEASE_MS,
  idleMs = 250,
}: WorkerOptions): JobWorkers {
  const ending = new AbortController();
  const giveBack = new AbortController();
  let sleep = new AbortController();

  async function runLane(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        const lease = await store.take();
        if (lease) await runTraced(lease);
        else await rest(idleMs);
      } catch (thrown) {
        log(`The queue could not be used: ${thrown instanceof Error ? thrown.message : thrown}`);
        await rest(UNREACHABLE_MS);
      }
    }
  }
  async function rest(ms: number): Promise<void> {
    const signal = AbortSignal.any([ending.signal, sleep.signal]);
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }
  async function runTraced(lease: JobLease): Promise<void> {
    const span = startJobSpan(tracer, lease);
    try {
      await runForRequest(requestOf(lease), () => runLease(lease), span);
    } finally {
      span?.end();
    }
  }
  async function runLease(lease: JobLease): Promise<void> {
    const hold = holdLease(store, lease, leaseMs);
    const signal = AbortSignal.any([hold.lost, giveBack.signal]);
    const { id, kind, request } = lease.job as unknown as Submitted;
    const news = createNews((progress) => store.report(lease, progress));
    try {
      const result = await runJob({ kind, request }, news.tell, signal);
      noteResult(currentSpan(), result);
      await news.settle();
      await keepResult(lease, result);
    } catch (thrown) {
      if (hold.lost.aborted) return;
      if (giveBack.signal.aborted) return await store.release(lease);
      const failure = recordFailure(thrown);
      currentSpan()?.fail(failure.code);
      log(`Job ${id} failed: ${failure.message}`);
      await store.fail(lease, failure, retryAfterMs(thrown, lease.attempts));
    } finally {
      hold.end();
    }
  }
  /** The file first, under a name that no other attempt has: the record decides which one counts. */
  async function keepResult(lease: JobLease, result: object): Promise<void> {
    const name = `${lease.job.id}-${lease.token}.json`;
    const bytes = new TextEncoder().encode(JSON.stringify(result));
    await store.expectResult(lease, name);
    await results.put(name, bytes);
    if (await store.complete(lease, name, bytes.length)) return onResult?.(bytes.length);
    await results.remove(name);
    await store.dropResults([name]);
  }

  const lanes = Promise.all(Array.from({ length: count }, runLane));
  return {
    wake() {
      sleep.abort();
      sleep = new AbortController();
    },
    async drain(withinMs) {
      ending.abort();
      const late = new AbortController();
      const inTime = lanes.finally(() => late.abort());
      await Promise.race([inTime, pause(withinMs, undefined, { signal: late.signal })]).catch(
        () => undefined,
      );
    },
    async stop() {
      ending.abort();
      giveBack.abort();
      await lanes;
    },
  };
}

/** The job's own id where nobody knows who asked for it. */
function requestOf({ job }: JobLease): string {
  return (job as unknown as Submitted).requestId ?? job.id;
}

/** Renews a lease until `end`. `lost` fires when it was taken away, or could not be renewed in time. */
function holdLease(
  store: LeasedJobStore,
  lease: JobLease,
  leaseMs: number,
): { lost: AbortSignal; end(): void } {
  const lost = new AbortController();
  let until = Date.now() + leaseMs;
  let isAsking = false;
  const timer = setInterval(
    async () => {
      if (Date.now() > until) return lost.abort();
      if (isAsking) return;
      isAsking = true;
      try {
        const asked = Date.now();
        if (await store.renew(lease)) until = asked + leaseMs;
        else lost.abort();
      } catch {
        // The queue may be back before the lease ends.
      } finally {
        isAsking = false;
      }
    },
    Math.min(1000, leaseMs / 5),
  );
  return { lost: lost.signal, end: () => clearInterval(timer) };
}

/** Tells one thing after the other; of what comes meanwhile, the newest. */
function createNews(send: (progress: JobProgress) => Promise<unknown>) {
  let next: JobProgress | undefined;
  let sending: Promise<void> | undefined;
  async function sendAll(): Promise<void> {
    for (let now = next; now; now = next) {
      next = undefined;
      // Nobody's work fails because its progress could not be told.
      await send(now).catch(() => undefined);
    }
    sending = undefined;
  }
  return {
    tell(progress: JobProgress): void {
      next = progress;
      sending ??= sendAll();
    },
    settle: async () => sending,
  };
}
