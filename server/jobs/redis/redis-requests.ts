import type { Job, Queue } from 'bullmq';
import {
  compareJobs,
  type JobStore,
  type QueuedJob,
  type StoredJob,
} from '../../../src/engine/studio/job-store.ts';
import { kindOf, packJobs, unpackJob, type PackedJob } from '../pack-job.ts';
import type { JobIndex } from './job-index.ts';
import { isWaiting } from './read-record.ts';

/** A job's data in BullMQ, which is JSON. */
export interface JobData {
  /** What `packJobs` made, in base64. */
  packed: string;
  kind: string;
}

interface RequestsOptions {
  queue: Queue<JobData>;
  index: JobIndex;
}

/** States of jobs that have not ended. */
const OPEN = ['active', 'waiting', 'prioritized', 'delayed'] as const;

/** Jobs as they were asked for. */
export function createRedisRequests({
  queue,
  index,
}: RequestsOptions): Pick<JobStore, 'list' | 'put'> {
  async function add(added: readonly PackedJob[]): Promise<void> {
    for (const { job } of added) await index.add(job.id);
    await queue.addBulk(
      added.map(({ job, bytes }) => ({
        name: kindOf(job) || 'job',
        data: toData(job, bytes),
        opts: { jobId: job.id, priority: toBullPriority(job), attempts: 1 },
      })),
    );
  }
  return {
    async list() {
      const jobs = (await queue.getJobs([...OPEN])).filter(Boolean);
      return (await Promise.all(jobs.map(({ data }) => unpackData(data)))).sort(compareJobs);
    },
    async put(...jobs) {
      const packed = await packJobs(jobs);
      const known = await Promise.all(packed.map(({ job }) => queue.getJob(job.id)));
      await add(packed.filter((_, at) => !known[at]));
      for (const [at, { job, bytes }] of packed.entries()) await change(known[at], job, bytes);
    },
  };
}

export function unpackData({ packed }: JobData): Promise<StoredJob> {
  return unpackJob(Buffer.from(packed, 'base64'));
}

function toData(job: QueuedJob, bytes: Buffer): JobData {
  return { packed: bytes.toString('base64'), kind: kindOf(job) };
}

/** A job that runs keeps its state: only what it asks for and its priority change. */
async function change(known: Job<JobData> | undefined, job: QueuedJob, bytes: Buffer) {
  if (!known) return;
  await known.updateData(toData(job, bytes));
  const priority = toBullPriority(job);
  if (isWaiting(await known.getState())) await known.changePriority({ priority });
}

/** BullMQ's smallest number goes first, from 1 to 2²¹ - 1; ours is the largest, in thousandths. */
function toBullPriority({ priority = 0 }: QueuedJob): number {
  return Math.min(2 ** 21 - 1, Math.max(1, 2 ** 20 - Math.round(priority * 1000)));
}
