import { ApiError } from '../http/api-error.ts';
import { recordFailure } from '../http/describe-error.ts';
import { type HeldJob, holdJob } from './held-job.ts';
import type { JobDesk, JobView, RunJob } from './job-desk.ts';

interface DeskOptions {
  /** Jobs that may wait. Default 100. */
  maxWaiting?: number;
  /** Jobs that run at a time. Default 1: they share the engines. */
  maxRunning?: number;
  /** Ended jobs that are kept, the newest. Default 500. */
  maxEnded?: number;
  /** Bytes of their results together. Default 256 MB. */
  maxResultBytes?: number;
}

/** Jobs in memory: they are lost when the process or the tab ends. */
export function createMemoryJobDesk(
  runJob: RunJob,
  { maxWaiting = 100, maxRunning = 1, maxEnded = 500, maxResultBytes = 256e6 }: DeskOptions = {},
): JobDesk {
  /** In the order in which they were asked for. */
  const jobs = new Map<string, HeldJob>();
  let waiting: HeldJob[] = [];
  const running = new Set<HeldJob>();
  let meanMs = 5000;

  function find(jobId: string): HeldJob {
    const job = jobs.get(jobId);
    if (job) return job;
    throw new ApiError('job_not_found', `There is no job ${jobId.slice(0, 64)} here.`);
  }
  function describe(job: HeldJob): JobView {
    const at = waiting.indexOf(job);
    return job.view(at < 0 ? undefined : at + 1);
  }
  function startNext(): void {
    while (running.size < maxRunning) {
      const job = waiting.shift();
      if (!job) return;
      running.add(job);
      void run(job);
    }
  }
  async function run(job: HeldJob): Promise<void> {
    const begin = performance.now();
    const signal = job.start();
    try {
      job.complete(await runJob(job, job.report, signal));
      meanMs = 0.7 * meanMs + 0.3 * (performance.now() - begin);
    } catch (thrown) {
      job.fail(recordFailure(thrown));
    }
    running.delete(job);
    for (const old of listOld([...jobs.values()], maxEnded, maxResultBytes)) jobs.delete(old.id);
    startNext();
  }

  return {
    async submit({ kind, request, priority = 0 }) {
      if (waiting.length >= maxWaiting)
        throw new ApiError('queue_full', `${waiting.length} jobs wait already. Try again later.`, {
          retryAfterSeconds: Math.max(1, Math.ceil((meanMs * waiting.length) / 1000 / maxRunning)),
        });
      const job = holdJob(kind, structuredClone(request), priority);
      jobs.set(job.id, job);
      const before = waiting.findIndex((other) => other.priority < priority);
      waiting = waiting.toSpliced(before < 0 ? waiting.length : before, 0, job);
      const view = describe(job);
      queueMicrotask(startNext);
      return view;
    },
    async list({ status, limit, after }) {
      const newest = [...jobs.values()].reverse();
      const from = after === undefined ? 0 : newest.indexOf(find(after)) + 1;
      const wanted = newest.slice(from).filter((job) => !status || job.status === status);
      return wanted.slice(0, limit).map(describe);
    },
    find: async (jobId) => describe(find(jobId)),
    readResult: async (jobId) => find(jobId).readResult(),
    async *watch(jobId, after, signal) {
      yield* find(jobId).watch(after, signal);
    },
    async cancel(jobId) {
      const job = find(jobId);
      waiting = waiting.filter((other) => other !== job);
      job.cancel();
      return describe(job);
    },
  };
}

/** The ended jobs that are too many, or whose results are too much, the oldest first; never the newest. */
function listOld(jobs: readonly HeldJob[], maxEnded: number, maxResultBytes: number): HeldJob[] {
  const ended = jobs.filter(({ status }) => status !== 'queued' && status !== 'processing');
  let bytes = ended.reduce((sum, { resultBytes }) => sum + resultBytes, 0);
  let count = ended.length;
  const old: HeldJob[] = [];
  for (const job of ended.slice(0, -1)) {
    if (count <= maxEnded && bytes <= maxResultBytes) break;
    old.push(job);
    count -= 1;
    bytes -= job.resultBytes;
  }
  return old;
}
