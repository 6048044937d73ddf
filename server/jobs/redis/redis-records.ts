import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobQuery } from '../../../src/api/jobs/job-desk.ts';
import type { JobCounts, JobRecord, LeasedJobStore } from '../leased-job-store.ts';
import type { CancelledJobs } from './cancelled-jobs.ts';
import type { JobIndex } from './job-index.ts';
import { readRecord } from './read-record.ts';
import type { RedisEvents } from './redis-events.ts';
import type { JobData } from './redis-requests.ts';

interface RecordsOptions {
  client: Redis;
  queue: Queue<JobData>;
  index: JobIndex;
  cancelled: CancelledJobs;
  events: RedisEvents;
}

type Told = 'find' | 'page' | 'cancel' | 'remove' | 'count' | 'countWaiting';

/** What is known of jobs besides leases. */
export interface RedisRecords extends Pick<LeasedJobStore, Told> {
  /** Takes a job out of the queue, also out of a worker's hands. */
  drop(job: Pick<Job, 'id' | 'remove'>): Promise<void>;
  /** Ids of those that ended before, the oldest of each state first. */
  listEnded(before: number): Promise<string[]>;
}

const WAITING = ['waiting', 'prioritized', 'delayed'] as const;

export function createRedisRecords(options: RecordsOptions): RedisRecords {
  const { client, queue, index, cancelled, events } = options;
  async function find(id: string): Promise<JobRecord | undefined> {
    const ended = await cancelled.find(id);
    if (ended) return ended;
    const job = await queue.getJob(id);
    return job && readRecord({ job, client, queue, events });
  }
  async function drop(job: Pick<Job, 'id' | 'remove'>): Promise<void> {
    await client.del(`${queue.toKey(job.id ?? '')}:lock`);
    await job.remove();
  }
  async function dropById(id: string): Promise<void> {
    const job = await queue.getJob(id);
    if (job) await drop(job);
  }
  return {
    find,
    drop,
    page: (query) => readPage(index, find, query),
    async cancel(id) {
      const record = await find(id);
      if (!record || record.endedAt !== undefined) return;
      // The record first: a job that is found cancelled in the queue is dropped, never run.
      await cancelled.keep(asCancelled(record));
      await dropById(id);
    },
    async remove(id) {
      await dropById(id);
      await index.remove(id);
      await cancelled.forget(id);
      await events.forget(id);
    },
    count: () => countByStatus(options),
    countWaiting: () => queue.getJobCountByTypes(...WAITING),
    listEnded: (before) => listEnded(options, before),
  };
}

async function readPage(
  index: JobIndex,
  find: (id: string) => Promise<JobRecord | undefined>,
  { status, limit, after }: JobQuery,
): Promise<JobRecord[]> {
  const found: JobRecord[] = [];
  for await (const ids of index.list(after)) {
    const records = await Promise.all(ids.map(find));
    found.push(
      ...records
        .filter((record) => record !== undefined)
        .filter((record) => !status || record.status === status),
    );
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function asCancelled({ position: _, progress, ...rest }: JobRecord): JobRecord {
  if (progress) delete progress.preview;
  return {
    ...{ ...rest, status: 'cancelled', endedAt: new Date().toISOString() },
    ...(progress && { progress }),
  };
}

async function countByStatus({ queue, cancelled }: RecordsOptions): Promise<JobCounts> {
  const counts = await queue.getJobCounts(...WAITING, 'active', 'completed', 'failed');
  const of = (name: string) => counts[name] ?? 0;
  return {
    queued: of('waiting') + of('prioritized') + of('delayed'),
    processing: of('active'),
    completed: of('completed'),
    failed: of('failed'),
    cancelled: await cancelled.count(),
  };
}

async function listEnded(
  { client, queue, cancelled }: RecordsOptions,
  before: number,
): Promise<string[]> {
  const listState = (state: string) =>
    client.zrangebyscore(queue.toKey(state), '-inf', `(${before}`);
  const stopped = await cancelled.listEnded(before);
  return [...(await listState('completed')), ...(await listState('failed')), ...stopped];
}
