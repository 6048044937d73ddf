import { throwIfAborted } from '../../engine/errors.ts';
import type { JobDesk } from '../jobs/job-desk.ts';

/** Resolves when a job has ended. Who goes away before gives it up: then it throws `aborted`. */
export async function waitForJob(jobs: JobDesk, jobId: string, signal: AbortSignal): Promise<void> {
  const events = jobs.watch(jobId, 0, signal)[Symbol.asyncIterator]();
  while (!(await events.next()).done);
  if (!signal.aborted) return;
  await jobs.cancel(jobId);
  throwIfAborted(signal);
}
