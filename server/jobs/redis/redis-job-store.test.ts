import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeasedJobStore } from '../leased-job-store.ts';
import { describeLeasedJobStore } from '../leased-job-store.contract.ts';
import { openRedisJobStore } from './redis-job-store.ts';
import { startLossyProxy } from './lossy-proxy.fixture.ts';
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

  it('knows that a job ended where the answer to it was lost, so that its result is kept', async () => {
    const proxy = await startLossyProxy(4661);
    const store = await openRedisJobStore(proxy.url, { prefix: 'lossy' });
    await store.put({ id: 'a', order: 1 });
    const lease = await store.take();
    if (!lease) throw new Error('Nothing was to be taken.');
    proxy.loseAnswerTo('a.json');
    expect(await store.complete(lease, 'a.json', 1)).toBe(true);
    expect(proxy.lost()).toBe(1);
    expect(await store.complete(lease, 'b.json', 1)).toBe(false);
    expect(await store.find('a')).toMatchObject({ status: 'completed', result: 'a.json' });
    await store.close();
    await proxy.stop();
  });
});
