import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobQuery } from '../../../src/api/jobs/job-desk.ts';
import type { JobCounts, JobRecord } from '../leased-job-store.ts';
import type { RedisEvents } from './redis-events.ts';
import { isWaiting, readRecord } from './read-record.ts';

/** A job's data in BullMQ, which is JSON. */
export interface JobData {
  /** What `packJob` made, in base64. */
  packed: string;
  kind: string;
}

export interface NewJob {
  id: string;
  priority: number;
  data: JobData;
}

interface RecordsOptions {
  client: Redis;
  queue: Queue<JobData>;
  prefix: string;
  events: RedisEvents;
}

/** BullMQ's smallest number goes first, from 1 to 2²¹ - 1; ours is the largest, in thousandths. */
function toBullPriority(priority: number): number {
  return Math.min(2 ** 21 - 1, Math.max(1, 2 ** 20 - Math.round(priority * 1000)));
}

const PAGE = 100;

/**
 * What is known of jobs besides leases: an index in the order in which they came, and records of those
 * that were cancelled, which BullMQ has no state for.
 */
export function createRedisRecords({ client, queue, prefix, events }: RecordsOptions) {
  const index = `${prefix}:index`;
  const counter = `${prefix}:counter`;
  const cancelled = `${prefix}:cancelled`;

  async function find(id: string): Promise<JobRecord | undefined> {
    const ended = await client.hget(cancelled, id);
    if (ended !== null) return JSON.parse(ended) as JobRecord;
    const job = await queue.getJob(id);
    return job && readRecord({ job, client, queue, events });
  }
  async function isCancelled(id: string): Promise<boolean> {
    return (await client.hexists(cancelled, id)) === 1;
  }
  /** Takes a job out of the queue, also out of a worker's hands. */
  async function drop(job: Pick<Job, 'id' | 'remove'>): Promise<void> {
    await client.del(`${queue.toKey(job.id ?? '')}:lock`);
    await job.remove();
  }
  async function put(jobs: readonly NewJob[]): Promise<void> {
    const known = await Promise.all(jobs.map(({ id }) => queue.getJob(id)));
    const added = jobs.filter((_, at) => !known[at]);
    for (const { id } of added) await client.zadd(index, 'NX', await client.incr(counter), id);
    await queue.addBulk(
      added.map(({ id, priority, data }) => ({
        name: data.kind || 'job',
        data,
        opts: { jobId: id, priority: toBullPriority(priority), attempts: 1 },
      })),
    );
    for (const [at, job] of known.entries()) {
      const changed = jobs[at];
      if (!job || !changed) continue;
      await job.updateData(changed.data);
      const priority = toBullPriority(changed.priority);
      if (isWaiting(await job.getState())) await job.changePriority({ priority });
    }
  }
  async function remove(id: string): Promise<void> {
    const job = await queue.getJob(id);
    if (job) await drop(job);
    await client.zrem(index, id);
    await client.hdel(cancelled, id);
    await events.forget(id);
  }
  async function cancel(id: string): Promise<void> {
    const record = await find(id);
    if (!record || record.endedAt !== undefined) return;
    const { position: _, progress, ...rest } = record;
    if (progress) delete progress.preview;
    const view: JobRecord = {
      ...{ ...rest, status: 'cancelled', endedAt: new Date().toISOString() },
      ...(progress && { progress }),
    };
    // The record first: a job that is found cancelled in the queue is dropped, never run.
    await client.hset(cancelled, id, JSON.stringify(view));
    const job = await queue.getJob(id);
    if (job) await drop(job);
  }
  async function page({ status, limit, after }: JobQuery): Promise<JobRecord[]> {
    const found: JobRecord[] = [];
    const rank = after === undefined ? -1 : await client.zrevrank(index, after);
    if (rank === null) return found;
    for (let at = rank + 1; found.length < limit; at += PAGE) {
      const ids = await client.zrevrange(index, at, at + PAGE - 1);
      if (ids.length === 0) break;
      const records = await Promise.all(ids.map(find));
      found.push(
        ...records
          .filter((record) => record !== undefined)
          .filter((record) => !status || record.status === status),
      );
    }
    return found.slice(0, limit);
  }
  async function count(): Promise<JobCounts> {
    const counts = await queue.getJobCounts(
      ...(['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'] as const),
    );
    const of = (name: string) => counts[name] ?? 0;
    return {
      queued: of('waiting') + of('prioritized') + of('delayed'),
      processing: of('active'),
      completed: of('completed'),
      failed: of('failed'),
      cancelled: await client.hlen(cancelled),
    };
  }
  /** Ids of those that ended before, the oldest of each state first. */
  async function listEnded(before: number): Promise<string[]> {
    const listState = (state: string) =>
      client.zrangebyscore(queue.toKey(state), '-inf', `(${before}`);
    const stopped = Object.entries(await client.hgetall(cancelled)).filter(([, text]) => {
      const { endedAt = '' } = JSON.parse(text) as JobRecord;
      return Date.parse(endedAt) < before;
    });
    return [
      ...(await listState('completed')),
      ...(await listState('failed')),
      ...stopped.map(([id]) => id),
    ];
  }
  return { find, isCancelled, drop, put, remove, cancel, page, count, listEnded };
}
