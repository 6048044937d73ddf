import { randomUUID } from 'node:crypto';
import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import { compareJobs } from '../../../src/engine/studio/job-store.ts';
import {
  describeLostJob,
  LEASE_MS,
  MAX_STARTS,
  type JobLease,
  type LeasedJobStore,
  type LeaseOptions,
} from '../leased-job-store.ts';
import { packJob, unpackJob } from '../pack-job.ts';
import { connectRedis, createQuietLog } from './connect-redis.ts';
import { createRedisEvents } from './redis-events.ts';
import { createRedisRecords, type JobData } from './redis-records.ts';
import { createRedisResults, type ReturnedResult } from './redis-results.ts';

interface RedisOptions extends LeaseOptions {
  /** Of all keys. Default `triptych`. */
  prefix?: string;
  /** Told in a sentence what the connection suffers. */
  log?(sentence: string): void;
}

const QUEUE = 'jobs';

/** States of jobs that have not ended. */
const OPEN = ['active', 'waiting', 'prioritized', 'delayed'] as const;

/**
 * Jobs in Redis by BullMQ, for workers on any number of machines. Jobs of one priority run in the order
 * in which they were first put. Waits for a Redis that is away. `url` as `redis://[:password@]host:port`.
 */
export async function openRedisJobStore(
  url: string,
  {
    leaseMs = LEASE_MS,
    maxStarts = MAX_STARTS,
    prefix = 'triptych',
    log = () => undefined,
  }: RedisOptions = {},
): Promise<LeasedJobStore> {
  const onError = createQuietLog(log);
  const client = connectRedis(url, { maxRetriesPerRequest: 3 }, onError);
  const waiting = connectRedis(url, { maxRetriesPerRequest: null }, onError);
  const queue = new Queue<JobData>(QUEUE, { connection: client, prefix });
  const worker = new Worker<JobData>(QUEUE, null, {
    ...{ connection: waiting, prefix, autorun: false, skipLockRenewal: true },
    ...{ lockDuration: leaseMs, stalledInterval: leaseMs / 2, maxStalledCount: maxStarts - 1 },
  });
  queue.on('error', onError);
  worker.on('error', onError);
  void worker.startStalledCheckTimer().catch(onError);
  const events = createRedisEvents(client, prefix);
  const records = createRedisRecords({ client, queue, prefix, events });
  const results = createRedisResults({ client, queue, prefix, records });
  /** By their tokens. */
  const held = new Map<string, Job<JobData>>();

  const isHeld = async ({ job, token }: JobLease) =>
    (await client.get(`${queue.toKey(job.id)}:lock`)) === token;
  /** Does what needs the lease; false where it is gone. */
  async function withLease(
    lease: JobLease,
    work: (job: Job<JobData>) => Promise<unknown>,
  ): Promise<boolean> {
    const job = held.get(lease.token);
    if (!job) return false;
    try {
      await work(job);
      return true;
    } catch (thrown) {
      if (await isHeld(lease)) throw thrown;
      return false;
    }
  }
  async function endLease(
    lease: JobLease,
    work: (job: Job<JobData>) => Promise<unknown>,
  ): Promise<boolean> {
    const hasEnded = await withLease(lease, work);
    held.delete(lease.token);
    return hasEnded;
  }

  return {
    async list() {
      const jobs = await queue.getJobs([...OPEN]);
      const open = jobs.filter(Boolean).map(({ data }) => Buffer.from(data.packed, 'base64'));
      return (await Promise.all(open.map(unpackJob))).sort(compareJobs);
    },
    async put(...jobs) {
      const packed = await Promise.all(
        jobs.map(async (job) => ({ job: { ...job }, bytes: await packJob(job) })),
      );
      await records.put(
        packed.map(({ job, bytes }) => ({
          id: job.id,
          priority: job.priority ?? 0,
          data: {
            packed: bytes.toString('base64'),
            kind: 'kind' in job ? String(job.kind) : '',
          },
        })),
      );
    },
    remove: results.forget,
    async take(): Promise<JobLease | undefined> {
      for (;;) {
        const token = randomUUID();
        const job = await worker.getNextJob(token, { block: false });
        if (!job?.id) return undefined;
        if (await records.isCancelled(job.id)) await records.drop(job);
        else if (job.deferredFailure) {
          held.set(token, job);
          const failure = describeLostJob(job.attemptsStarted - 1);
          const lease = { job: { id: job.id, order: 0 }, token, attempts: job.attemptsStarted };
          // Where even this took longer than the lease, the job comes again.
          await endLease(lease, () =>
            job.moveToFailed(new UnrecoverableError(JSON.stringify(failure)), token),
          );
        } else {
          held.set(token, job);
          const stored = await unpackJob(Buffer.from(job.data.packed, 'base64'));
          return { job: stored, token, attempts: job.attemptsStarted };
        }
      }
    },
    async renew(lease) {
      const isRenewed = (await held.get(lease.token)?.extendLock(lease.token, leaseMs)) === 1;
      if (!isRenewed) held.delete(lease.token);
      return isRenewed;
    },
    async release(lease) {
      await endLease(lease, async (job) => {
        await job.moveToWait(lease.token);
        await client.hincrby(queue.toKey(lease.job.id), 'ats', -1);
      });
    },
    async report(lease, progress) {
      const job = held.get(lease.token);
      if (!job || !(await isHeld(lease))) return false;
      const { preview: _, ...rest } = progress;
      await job.updateProgress(rest);
      await events.keep(lease.job.id, progress);
      return true;
    },
    expectResult: results.expect,
    async complete(lease, result, bytes) {
      const { id } = lease.job;
      const wasHeld = held.has(lease.token);
      const returned: ReturnedResult = { name: result, bytes };
      const hasEnded =
        (await endLease(lease, (job) => job.moveToCompleted(returned, lease.token, false))) ||
        // Where the answer was lost with the connection, the client asks again, and is refused then.
        (wasHeld && (await records.find(id))?.result === result);
      // It has ended, whatever Redis says now: what a job has is not told as loose.
      if (hasEnded) await results.settle(result).catch(onError);
      return hasEnded;
    },
    fail: (lease, failure, retryMs) =>
      endLease(lease, (job) =>
        retryMs === undefined
          ? job.moveToFailed(new UnrecoverableError(JSON.stringify(failure)), lease.token, false)
          : job.moveToDelayed(Date.now() + retryMs, lease.token),
      ),
    find: records.find,
    page: records.page,
    cancel: records.cancel,
    events: events.read,
    count: records.count,
    countWaiting: () => queue.getJobCountByTypes('waiting', 'prioritized', 'delayed'),
    forgetEnded: results.forgetEnded,
    forgetBeyond: results.forgetBeyond,
    looseResults: results.list,
    dropResults: results.drop,
    async close() {
      await Promise.all([worker.close(), queue.close()]).catch(onError);
      for (const connection of [client, waiting]) connection.disconnect();
    },
  };
}
