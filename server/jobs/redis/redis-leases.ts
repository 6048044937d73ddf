import { UnrecoverableError, type Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { LeasedJobStore } from '../leased-job-store.ts';
import type { HeldJobs } from './held-jobs.ts';
import type { RedisEvents } from './redis-events.ts';
import type { RedisRecords } from './redis-records.ts';
import type { JobData } from './redis-requests.ts';
import type { createRedisResults } from './redis-results.ts';
import type { ReturnedResult } from './returned-result.ts';

interface LeasesOptions {
  client: Redis;
  queue: Queue<JobData>;
  held: HeldJobs;
  records: Pick<RedisRecords, 'find'>;
  results: Pick<ReturnType<typeof createRedisResults>, 'settle'>;
  events: RedisEvents;
  leaseMs: number;
  onError(error: unknown): void;
}

/** What whoever holds a job may do with it. */
export function createRedisLeases({
  client,
  queue,
  held,
  records,
  results,
  events,
  leaseMs,
  onError,
}: LeasesOptions): Pick<LeasedJobStore, 'renew' | 'release' | 'report' | 'complete' | 'fail'> {
  return {
    async renew(lease) {
      const isRenewed = (await held.find(lease)?.extendLock(lease.token, leaseMs)) === 1;
      if (!isRenewed) held.drop(lease);
      return isRenewed;
    },
    async release(lease) {
      await held.end(lease, async (job) => {
        await job.moveToWait(lease.token);
        await client.hincrby(queue.toKey(lease.job.id), 'ats', -1);
      });
    },
    async report(lease, progress) {
      const job = held.find(lease);
      if (!job || !(await held.isHeld(lease))) return false;
      const { preview: _, ...rest } = progress;
      await job.updateProgress(rest);
      await events.keep(lease.job.id, progress);
      return true;
    },
    async complete(lease, result, bytes) {
      const wasHeld = held.find(lease) !== undefined;
      const returned: ReturnedResult = { name: result, bytes };
      const hasEnded =
        (await held.end(lease, (job) => job.moveToCompleted(returned, lease.token, false))) ||
        // Where the answer was lost with the connection, the client asks again, and is refused then.
        (wasHeld && (await records.find(lease.job.id))?.result === result);
      // It has ended, whatever Redis says now: what a job has is not told as loose.
      if (hasEnded) await results.settle(result).catch(onError);
      return hasEnded;
    },
    fail: (lease, failure, retryMs) =>
      held.end(lease, (job) =>
        retryMs === undefined
          ? job.moveToFailed(new UnrecoverableError(JSON.stringify(failure)), lease.token, false)
          : job.moveToDelayed(Date.now() + retryMs, lease.token),
      ),
  };
}
