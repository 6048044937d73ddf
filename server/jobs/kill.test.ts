import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../src/engine/random.fixture.ts';
import { createDiskFiles } from '../files/disk-files.ts';
import { openDatabase } from '../store/database.ts';
import type { LeasedJobStore } from './leased-job-store.ts';
import { openRedisJobStore } from './redis/redis-job-store.ts';
import { HAS_REDIS, startRedis } from './redis/start-redis.fixture.ts';
import type { SleepSettings } from './sleeping-worker.fixture.ts';
import { createSqliteJobStore } from './sqlite/sqlite-job-store.ts';

const SCRIPT = fileURLToPath(new URL('sleeping-worker.fixture.ts', import.meta.url));
const KILLS = 4;
const SEED = 16;

let folder: string;
let children: ChildProcess[];
let said: { accepted: string[]; ended: string[] };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-kill-'));
  children = [];
  said = { accepted: [], ended: [] };
});
afterEach(async () => {
  await Promise.all(children.map(kill));
  await rm(folder, { recursive: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Resolves once it is ready; what it says goes on being noted. */
async function start(role: SleepSettings['role'], queue: string): Promise<ChildProcess> {
  const settings: SleepSettings = { role, queue, folder, leaseMs: 1000, sleepMs: 30 };
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise<void>((ready, fail) => {
    child.on('exit', () => fail(new Error(`The ${role} process ended before it was ready.`)));
    createInterface(child.stdout).on('line', (line) => {
      const [word, id = ''] = line.split(' ');
      if (word === 'ready') ready();
      else if (word === 'accepted' || word === 'ended') said[word].push(id);
    });
  });
  return child;
}

/** Kills at random moments while jobs come in and run; then lets one worker do what is left. */
async function killAtRandom(queue: string, onRound: (round: number) => Promise<void>) {
  const random = createRandom(SEED);
  const steady = start('worker', queue);
  for (let round = 0; round < KILLS; round++) {
    const [submitting, working] = await Promise.all([
      start('submit', queue),
      start('worker', queue),
    ]);
    await pause(200 + 400 * random());
    await kill(random() < 0.5 ? submitting : working);
    await onRound(round);
    await pause(300 * random());
    await Promise.all([kill(submitting), kill(working)]);
  }
  await steady;
}

/** Every accepted job ended, once, with its result. */
async function expectAllDone(store: LeasedJobStore): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { queued, processing } = await store.count();
    if (queued + processing === 0) break;
    if (Date.now() > deadline) throw new Error(`${queued} jobs wait, ${processing} run.`);
    await pause(100);
  }
  const files = createDiskFiles(join(folder, 'files'));
  expect(said.accepted.length).toBeGreaterThan(20);
  for (const id of said.accepted) {
    const record = await store.find(id);
    expect(record).toMatchObject({ jobId: id, status: 'completed' });
    expect(await files.get(record?.result ?? '')).toBeDefined();
  }
  // What a worker left that was killed between writing and recording is known, and nothing else is.
  const named = new Set((await store.page({ limit: 1e5 })).map(({ result }) => result));
  const loose = new Set(await store.looseResults(Date.now() + 1000));
  const written = (await readdir(join(folder, 'files'))).map((name) => name.replace('.part', ''));
  expect(written.filter((name) => !named.has(name) && !loose.has(name))).toEqual([]);
  expect([...loose].filter((name) => named.has(name))).toEqual([]);
  // A worker may be killed between an end and its word, never say it twice.
  expect(new Set(said.ended).size).toBe(said.ended.length);
  await store.close();
}

it(
  'loses no job and ends none twice in SQLite, whoever is killed',
  { timeout: 180_000 },
  async () => {
    await killAtRandom('sqlite', async () => undefined);
    const database = openDatabase(folder);
    await expectAllDone(createSqliteJobStore(database));
    database.close();
  },
);

it.skipIf(!HAS_REDIS)(
  'loses no job and ends none twice in Redis, which is killed too',
  { timeout: 180_000 },
  async () => {
    let redis = await startRedis(4662, folder);
    await killAtRandom(redis.url, async (round) => {
      if (round % 2 === 0) return;
      await kill(redis.process);
      redis = await startRedis(4662, folder);
    });
    await expectAllDone(await openRedisJobStore(redis.url));
    await redis.stop();
  },
);
