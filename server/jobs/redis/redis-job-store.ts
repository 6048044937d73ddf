import {
  LEASE_MS,
  MAX_STARTS,
  type LeasedJobStore,
  type LeaseOptions,
} from '../leased-job-store.ts';
import { createCancelledJobs } from './cancelled-jobs.ts';
import { createQuietLog } from './connect-redis.ts';
import { createHeldJobs } from './held-jobs.ts';
import { createJobIndex } from './job-index.ts';
import { openBullQueue } from './open-bull-queue.ts';
import { createRedisClaims } from './redis-claims.ts';
import { createRedisEvents } from './redis-events.ts';
import { createRedisLeases } from './redis-leases.ts';
import { createRedisRecords } from './redis-records.ts';
import { createRedisRequests } from './redis-requests.ts';
import { createRedisResults } from './redis-results.ts';

interface RedisOptions extends LeaseOptions {
  /** Of all keys. Default `triptych`. */
  prefix?: string;
  /** Told in a sentence what the connection suffers. */
  log?(sentence: string): void;
}

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
  const bull = openBullQueue({ url, prefix, leaseMs, maxStarts, onError });
  const { client, queue, worker } = bull;
  const index = createJobIndex(client, prefix);
  const cancelled = createCancelledJobs(client, prefix);
  const events = createRedisEvents(client, prefix);
  const records = createRedisRecords({ client, queue, index, cancelled, events });
  const results = createRedisResults({ client, queue, prefix, records });
  const held = createHeldJobs(client, queue);
  return {
    ...createRedisRequests({ queue, index }),
    ...createRedisClaims({ worker, held, cancelled, drop: records.drop }),
    ...createRedisLeases({ client, queue, held, records, results, events, leaseMs, onError }),
    find: records.find,
    page: records.page,
    cancel: records.cancel,
    count: records.count,
    countWaiting: records.countWaiting,
    events: events.read,
    remove: results.forget,
    forgetEnded: results.forgetEnded,
    forgetBeyond: results.forgetBeyond,
    expectResult: results.expect,
    looseResults: results.list,
    dropResults: results.drop,
    close: bull.close,
  };
}
