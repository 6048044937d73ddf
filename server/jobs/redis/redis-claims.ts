import { randomUUID } from 'node:crypto';
import { UnrecoverableError, type Worker } from 'bullmq';
import { describeLostJob, type LeasedJobStore } from '../leased-job-store.ts';
import type { CancelledJobs } from './cancelled-jobs.ts';
import type { HeldJob, HeldJobs } from './held-jobs.ts';
import { unpackData, type JobData } from './redis-requests.ts';

interface ClaimsOptions {
  worker: Worker<JobData>;
  held: HeldJobs;
  cancelled: CancelledJobs;
  /** Takes a job out of the queue. */
  drop(job: HeldJob): Promise<void>;
}

/** The next job that may run, for one worker alone. */
export function createRedisClaims({
  worker,
  held,
  cancelled,
  drop,
}: ClaimsOptions): Pick<LeasedJobStore, 'take'> {
  /** Where even this takes longer than the lease, the job comes again. */
  async function failLost(job: HeldJob, id: string, token: string): Promise<void> {
    held.add(token, job);
    const failure = describeLostJob(job.attemptsStarted - 1);
    const lease = { job: { id, order: 0 }, token, attempts: job.attemptsStarted };
    await held.end(lease, () =>
      job.moveToFailed(new UnrecoverableError(JSON.stringify(failure)), token),
    );
  }
  return {
    async take() {
      for (;;) {
        const token = randomUUID();
        const job: HeldJob | undefined = await worker.getNextJob(token, { block: false });
        if (!job?.id) return undefined;
        if (await cancelled.has(job.id)) await drop(job);
        else if (job.deferredFailure) await failLost(job, job.id, token);
        else {
          held.add(token, job);
          return { job: await unpackData(job.data), token, attempts: job.attemptsStarted };
        }
      }
    },
  };
}
