import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { LeasedJobStore } from '../leased-job-store.ts';
import { describeLeasedJobStore } from '../leased-job-store.contract.ts';
import { openRedisJobStore } from './redis-job-store.ts';
import { HAS_REDIS, startRedis, type RunningRedis } from './start-redis.fixture.ts';

describe.skipIf(!HAS_REDIS)('with Redis', () => {
  let folder: string;
  let redis: RunningRedis;
  const stores: LeasedJobStore[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'triptych-redis-'));
    redis = await startRedis(4661, folder);
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  describeLeasedJobStore('Redis', async (options) => {
    const prefix = `test-${stores.length}`;
    const store = await openRedisJobStore(redis.url, { ...options, prefix });
    stores.push(store);
    return store;
  });
});
