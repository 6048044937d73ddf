import { setTimeout as pause } from 'node:timers/promises';
import { NO_TRACER, type Tracer } from '../traces/span.ts';
import { LEASE_MS } from './leased-job-store.ts';
import { runLease, type LeaseRunOptions } from './run-lease.ts';

export interface WorkerOptions extends Omit<LeaseRunOptions, 'tracer' | 'leaseMs'> {
  /** Jobs that run at a time. */
  count: number;
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
export function startWorkers({ count, idleMs = 250, ...options }: WorkerOptions): JobWorkers {
  const run = { tracer: NO_TRACER, leaseMs: LEASE_MS, ...options };
  const ending = new AbortController();
  const giveBack = new AbortController();
  let sleep = new AbortController();

  async function runLane(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        const lease = await run.store.take();
        if (lease) await runLease(run, lease, giveBack.signal);
        else await rest(idleMs);
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : thrown;
        run.log(`The queue could not be used: ${reason}`);
        await rest(UNREACHABLE_MS);
      }
    }
  }
  async function rest(ms: number): Promise<void> {
    const signal = AbortSignal.any([ending.signal, sleep.signal]);
    await pause(ms, undefined, { signal }).catch(() => undefined);
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
