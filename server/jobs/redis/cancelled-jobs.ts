import type { Redis } from 'ioredis';
import type { JobRecord } from '../leased-job-store.ts';

/** Records of jobs that were cancelled, which BullMQ has no state for. */
export interface CancelledJobs {
  find(id: string): Promise<JobRecord | undefined>;
  has(id: string): Promise<boolean>;
  keep(record: JobRecord): Promise<void>;
  forget(id: string): Promise<void>;
  count(): Promise<number>;
  /** Ids of those that ended before. */
  listEnded(before: number): Promise<string[]>;
}

export function createCancelledJobs(client: Redis, prefix: string): CancelledJobs {
  const cancelled = `${prefix}:cancelled`;
  return {
    async find(id) {
      const text = await client.hget(cancelled, id);
      return text === null ? undefined : (JSON.parse(text) as JobRecord);
    },
    has: async (id) => (await client.hexists(cancelled, id)) === 1,
    keep: async (record) =>
      void (await client.hset(cancelled, record.jobId, JSON.stringify(record))),
    forget: async (id) => void (await client.hdel(cancelled, id)),
    count: () => client.hlen(cancelled),
    async listEnded(before) {
      const texts = Object.entries(await client.hgetall(cancelled));
      return texts.flatMap(([id, text]) => {
        const { endedAt = '' } = JSON.parse(text) as JobRecord;
        return Date.parse(endedAt) < before ? [id] : [];
      });
    },
  };
}
