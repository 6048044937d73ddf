import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobLease } from '../leased-job-store.ts';
import type { RedisRecords } from './redis-records.ts';
import type { JobData } from './redis-requests.ts';
import { parseReturned, type ReturnedResult } from './returned-result.ts';

interface ResultsOptions {
  client: Redis;
  queue: Queue<JobData>;
  prefix: string;
  records: Pick<RedisRecords, 'find' | 'remove' | 'listEnded'>;
}

const PAGE = 500;

/**
 * What is known of results besides the jobs that have them. Redis has no transactions over BullMQ's
 * scripts: a result is noted as loose before its job is forgotten, and what a job has is never told.
 */
export function createRedisResults({ client, queue, prefix, records }: ResultsOptions) {
  /** Names by the time since when; 0 for those of forgotten jobs. */
  const loose = `${prefix}:loose-results`;
  /** The jobs that they were or are to be of. */
  const owners = `${prefix}:loose-result-jobs`;

  /** Of completed jobs, without what they were asked for. */
  async function readReturned(id: string): Promise<ReturnedResult | undefined> {
    const text = await client.hget(queue.toKey(id), 'returnvalue');
    return text === null ? undefined : parseReturned(JSON.parse(text));
  }
  async function loosen(name: string, id: string, since: number): Promise<void> {
    await client.multi().hset(owners, name, id).zadd(loose, since, name).exec();
  }
  async function settle(...names: string[]): Promise<void> {
    if (names.length === 0) return;
    await client
      .multi()
      .zrem(loose, ...names)
      .hdel(owners, ...names)
      .exec();
  }
  async function forget(id: string): Promise<void> {
    const returned = await readReturned(id);
    if (returned) await loosen(returned.name, id, 0);
    await records.remove(id);
  }
  return {
    expect: ({ job }: JobLease, name: string) => loosen(name, job.id, Date.now()),
    /** A job has it now. */
    settle,
    forget,
    async forgetEnded(before: number): Promise<void> {
      for (const id of await records.listEnded(before)) await forget(id);
    },
    async forgetBeyond(bytes: number): Promise<void> {
      const newestFirst = await client.zrevrange(queue.toKey('completed'), 0, -1);
      let total = 0;
      for (let at = 0; at < newestFirst.length; at += PAGE) {
        const ids = newestFirst.slice(at, at + PAGE);
        for (const [index, returned] of (await Promise.all(ids.map(readReturned))).entries()) {
          if (!returned) continue;
          total += returned.bytes;
          const isBeyond = total > bytes && total > returned.bytes;
          if (isBeyond) await forget(ids[index] ?? '');
        }
      }
    },
    async list(before: number): Promise<string[]> {
      const names: string[] = [];
      for (const name of await client.zrangebyscore(loose, '-inf', `(${before}`)) {
        const id = await client.hget(owners, name);
        const isNamed = id !== null && (await records.find(id))?.result === name;
        if (isNamed) await settle(name);
        else names.push(name);
      }
      return names;
    },
    drop: (names: readonly string[]) => settle(...names),
  };
}
