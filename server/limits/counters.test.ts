import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HAS_REDIS, startRedis, type RunningRedis } from '../jobs/redis/start-redis.fixture.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { openCounters, type Counters } from './counters.ts';

const DAY = { unit: 'tokens', per: 'day' } as const;
const MINUTE = { unit: 'tokens', per: 'minute' } as const;

let folder: string;
let database: ServerDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-counters-'));
  database = openDatabase(folder);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function checkTwo(first: Counters, second: Counters): Promise<void> {
  expect(await first.add('a', DAY, 5)).toMatchObject({ used: 5 });
  expect(await second.add('a', DAY, -2)).toMatchObject({ used: 3 });
  const { used, resetMs } = await second.add('a', DAY, 0);
  expect(used).toBe(3);
  expect(resetMs / 1000).toBeCloseTo(86_400, -2);
  expect(await second.add('b', DAY, 1)).toMatchObject({ used: 1 });
}

it('counts days of all servers together in one database', async () => {
  const open = () => openCounters({ queue: 'sqlite', database, log: () => undefined });
  await checkTwo(await open(), await open());
});

it('counts on when the database cannot be written', async () => {
  const closed = openDatabase(join(folder, 'closed'));
  const counters = await openCounters({ queue: 'sqlite', database: closed, log: () => undefined });
  closed.close();
  expect(await counters.add('a', DAY, 2)).toMatchObject({ used: 2 });
  expect(await counters.add('a', DAY, 2)).toMatchObject({ used: 4 });
});

describe.skipIf(!HAS_REDIS)('with Redis', () => {
  let redis: RunningRedis;
  beforeAll(async () => {
    redis = await startRedis(4701, folder);
  });
  afterAll(() => redis.stop());

  it('counts minutes and days of all servers together, and alone when it is away', async () => {
    const log = vi.fn();
    const open = () => openCounters({ queue: redis.url, database, log });
    const [first, second] = [await open(), await open()];
    await checkTwo(first, second);
    expect(await first.add('a', MINUTE, 2)).toMatchObject({ used: 2 });
    expect(await second.add('a', MINUTE, 2)).toMatchObject({ used: 4 });
    await redis.stop();
    await vi.waitFor(() => expect(log).toHaveBeenCalled(), 10_000);
    expect(await first.add('a', MINUTE, 3)).toMatchObject({ used: 3 });
    await Promise.all([first.close(), second.close()]);
  });
});
