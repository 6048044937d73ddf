import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobLease } from '../leased-job-store.ts';
import type { JobData } from './redis-requests.ts';

export type HeldJob = Job<JobData>;

/** Jobs that this process took, by their tokens: BullMQ moves a job by the object that it gave. */
export interface HeldJobs {
  add(token: string, job: HeldJob): void;
  /** Absent where it was given back or ended here; Redis may have taken it away since. */
  find(lease: JobLease): HeldJob | undefined;
  drop(lease: JobLease): void;
  /** Whether Redis still knows the lease. */
  isHeld(lease: JobLease): Promise<boolean>;
  /** Does what ends the lease; false where it was gone. */
  end(lease: JobLease, work: (job: HeldJob) => Promise<unknown>): Promise<boolean>;
}

export function createHeldJobs(client: Redis, queue: Queue<JobData>): HeldJobs {
  const jobs = new Map<string, HeldJob>();
  const isHeld = async ({ job, token }: JobLease) =>
    (await client.get(`${queue.toKey(job.id)}:lock`)) === token;
  async function work(lease: JobLease, task: (job: HeldJob) => Promise<unknown>): Promise<boolean> {
    const job = jobs.get(lease.token);
    if (!job) return false;
    try {
      await task(job);
      return true;
    } catch (thrown) {
      if (await isHeld(lease)) throw thrown;
      return false;
    }
  }
  return {
    add: (token, job) => void jobs.set(token, job),
    find: ({ token }) => jobs.get(token),
    drop: ({ token }) => void jobs.delete(token),
    isHeld,
    async end(lease, task) {
      const hasEnded = await work(lease, task);
      jobs.delete(lease.token);
      return hasEnded;
    },
  };
}
