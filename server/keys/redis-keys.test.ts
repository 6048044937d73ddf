import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { HAS_REDIS, startRedis, type RunningRedis } from '../jobs/redis/start-redis.fixture.ts';
import { openDatabase } from '../store/database.ts';
import { createKeyRing, type SharedKeyRing } from './keys.ts';
import { describeKeys } from './keys.contract.ts';
import { openKeys } from './open-keys.ts';
import { openRedisKeys } from './redis-keys.ts';

const PORT = 4702;

describe.skipIf(!HAS_REDIS)('with Redis', () => {
  let folder: string;
  let redis: RunningRedis;
  let count = 0;
  const rings: SharedKeyRing[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'triptych-redis-keys-'));
    redis = await startRedis(PORT, folder);
  });
  afterEach(async () => {
    for (const ring of rings.splice(0)) await ring.close();
  });
  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  async function open(prefix: string, now = Date.now): Promise<SharedKeyRing> {
    const ring = await openRedisKeys(redis.url, {
      ...{ prefix, now, refreshMs: 50, log: () => undefined },
    });
    rings.push(ring);
    return ring;
  }

  describeKeys('Redis', (now) => open(`keys-${count++}`, now));

  it('never stores a key', async () => {
    const key = await (await open('stored')).create('laptop');
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    expect(texts.join('')).toContain('laptop');
    expect(texts.join('')).not.toContain(key.slice(-20));
  });

  it('tells every server what another one has made and revoked', async () => {
    const [here, there] = [await open('shared'), await open('shared')];
    const key = await here.create('laptop');
    await vi.waitFor(() => expect(there.find(key)).toMatchObject({ name: 'laptop' }));
    expect(there.find(key)).toEqual(here.find(key));
    expect(await there.revoke('laptop')).toBe(1);
    await vi.waitFor(() => expect(here.find(key)).toBeUndefined());
  });

  it('goes on knowing the keys of the own database, which it can revoke too', async () => {
    const database = openDatabase(join(folder, 'own'));
    const old = createKeyRing(database).create('old');
    const keys = await openKeys({ queue: redis.url, database, log: () => undefined });
    rings.push(keys);
    const key = await keys.create('new');
    expect([keys.find(old)?.name, keys.find(key)?.name]).toEqual(['old', 'new']);
    expect((await keys.list()).map(({ name }) => name)).toEqual(['old', 'new']);
    expect([await keys.revoke('old'), keys.find(old)]).toEqual([1, undefined]);
    database.close();
  });

  it('locks nobody out while Redis is away, and says so to whoever makes keys', async () => {
    const keys = await open('away');
    const key = await keys.create('laptop');
    await redis.stop();
    try {
      expect(keys.find(key)).toMatchObject({ name: 'laptop' });
      await expect(keys.create('phone')).rejects.toThrow(/^Redis, which has the keys, cannot be/);
    } finally {
      redis = await startRedis(PORT, folder);
    }
    await vi.waitFor(async () => expect(await keys.revoke('laptop')).toBe(1), 10_000);
    expect(keys.find(key)).toBeUndefined();
  });
});
