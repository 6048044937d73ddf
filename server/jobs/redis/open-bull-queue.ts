import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { LeaseOptions } from '../leased-job-store.ts';
import { connectRedis } from './connect-redis.ts';
import type { JobData } from './redis-requests.ts';

interface BullOptions extends Required<LeaseOptions> {
  url: string;
  prefix: string;
  onError(error: unknown): void;
}

/** BullMQ over two connections: one for all that answers at once, one that waits for jobs. */
export interface BullQueue {
  client: Redis;
  queue: Queue<JobData>;
  worker: Worker<JobData>;
  close(): Promise<void>;
}

const QUEUE = 'jobs';

export function openBullQueue({
  url,
  prefix,
  leaseMs,
  maxStarts,
  onError,
}: BullOptions): BullQueue {
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
  return {
    ...{ client, queue, worker },
    async close() {
      await Promise.all([worker.close(), queue.close()]).catch(onError);
      for (const connection of [client, waiting]) connection.disconnect();
    },
  };
}
