import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type IRateLimiterRes,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterSQLite,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { ServerDatabase } from '../store/database.ts';
import type { Limit, LimitPeriod } from '../../src/engine/companion/access-key.ts';
import { PERIOD_SECONDS } from './limit.ts';

/** How much of what a key may use was used in the period that runs. */
export interface Count {
  used: number;
  /** Until it starts over. */
  resetMs: number;
}

/** Counts what keys use. What several processes count in one store is counted together. */
export interface Counters {
  /** `amount` may be below zero. Never rejects: a store that is away is counted beside. */
  add(keyId: string, limit: Pick<Limit, 'unit' | 'per'>, amount: number): Promise<Count>;
  close(): Promise<void>;
}

interface CountersOptions {
  /** As in the settings: where jobs wait, uses are counted too. */
  queue: string;
  database: ServerDatabase;
  log(sentence: string): void;
}

/** That a start waits for Redis. */
const READY_WITHIN_MS = 1000;

type MakeCounter = (options: {
  points: number;
  keyPrefix: string;
  duration: number;
  insuranceLimiter: RateLimiterAbstract;
}) => RateLimiterAbstract;

/**
 * Minutes in memory and days in the database, so that a restart forgets none; both in Redis where jobs
 * are in Redis, so that several servers count together.
 */
export async function openCounters({ queue, database, log }: CountersOptions): Promise<Counters> {
  if (queue !== 'sqlite') return openRedisCounters(queue, log);
  const inDatabase: MakeCounter = (options) =>
    new RateLimiterSQLite({
      ...options,
      storeClient: database,
      storeType: 'better-sqlite3',
      tableName: 'key_uses',
      tableCreated: true,
    });
  return createCounters({ minute: (options) => options.insuranceLimiter, day: inDatabase });
}

async function openRedisCounters(url: string, log: CountersOptions['log']): Promise<Counters> {
  const { connectRedis, createQuietLog } = await import('../jobs/redis/connect-redis.ts');
  const client = connectRedis(url, { maxRetriesPerRequest: 1 }, createQuietLog(log));
  // Until it is connected, this server counts alone.
  await Promise.race([once(client, 'ready'), pause(READY_WITHIN_MS)]).catch(() => undefined);
  const inRedis: MakeCounter = (options) =>
    new RateLimiterRedis({ ...options, storeClient: client, rejectIfRedisNotReady: true });
  const counters = createCounters({ minute: inRedis, day: inRedis });
  return { ...counters, close: async () => client.disconnect() };
}

function createCounters(make: Readonly<Record<LimitPeriod, MakeCounter>>): Counters {
  const counters = new Map<string, RateLimiterAbstract>();
  function find({ unit, per }: Pick<Limit, 'unit' | 'per'>): RateLimiterAbstract {
    const name = `${unit}/${per}`;
    const known = counters.get(name);
    if (known) return known;
    // The limits are compared by whoever counts: they differ from key to key.
    const points = Number.MAX_SAFE_INTEGER;
    const options = { keyPrefix: `triptych:${name}`, points, duration: PERIOD_SECONDS[per] };
    const insuranceLimiter = new RateLimiterMemory(options);
    const made = make[per]({ ...options, insuranceLimiter });
    counters.set(name, made);
    return made;
  }
  return {
    async add(keyId, limit, amount) {
      const counter = find(limit);
      const { consumedPoints, msBeforeNext }: IRateLimiterRes =
        amount < 0 ? await counter.reward(keyId, -amount) : await counter.penalty(keyId, amount);
      return { used: consumedPoints ?? 0, resetMs: msBeforeNext ?? 0 };
    },
    close: async () => undefined,
  };
}
