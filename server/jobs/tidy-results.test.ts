import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDiskFiles } from '../files/disk-files.ts';
import type { FileStore } from '../files/file-store.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import type { LeasedJobStore } from './leased-job-store.ts';
import { startWorkers } from './run-jobs.ts';
import { createSqliteJobStore } from './sqlite/sqlite-job-store.ts';
import { createResultTidier, type ResultTidier, type TidyOptions } from './tidy-results.ts';

const HOUR_MS = 3_600_000;

let folder: string;
let database: ServerDatabase;
let store: LeasedJobStore;
let results: FileStore;
let tidier: ResultTidier | undefined;
const log = vi.fn();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-tidy-'));
  database = openDatabase(folder);
  store = createSqliteJobStore(database);
  results = createDiskFiles(join(folder, 'files'));
  log.mockClear();
});
afterEach(async () => {
  tidier?.stop();
  database.close();
  await rm(folder, { recursive: true });
});

const open = (options: Partial<TidyOptions> = {}) =>
  (tidier = createResultTidier({ store, results, keepDays: 7, maxBytes: 1e6, log, ...options }));
const listFiles = async () => (await readdir(join(folder, 'files')).catch(() => [])).sort();

/** Runs as many jobs as there are sizes, whose results are of about so many bytes. */
async function runJobs(sizes: readonly number[], onResult?: (bytes: number) => void) {
  for (const [order, size] of sizes.entries())
    await store.put({ id: `job-${order}`, order, kind: 'test', request: { size } } as never);
  const workers = startWorkers({
    ...{ store, results, count: 1, log, idleMs: 5, ...(onResult && { onResult }) },
    runJob: async ({ request }) => ({ text: 'x'.repeat((request as { size: number }).size) }),
  });
  await vi.waitFor(async () => {
    const { queued, processing } = await store.count();
    expect(queued + processing).toBe(0);
  });
  await workers.stop();
}

it('removes results that are too many bytes together, with their jobs', async () => {
  const { tidy, count } = open({ maxBytes: 2500 });
  await runJobs([1000, 1000, 1000], count);
  await tidy();
  expect(await store.find('job-0')).toBeUndefined();
  const kept = [await store.find('job-1'), await store.find('job-2')];
  expect(await listFiles()).toEqual(kept.map((record) => record?.result).sort());
});

it('looks at what is too much as soon as it may be, not only every hour', async () => {
  const { count } = open({ maxBytes: 2500 });
  await runJobs([1000, 1000, 1000, 1000], count);
  await vi.waitFor(async () => expect(await listFiles()).toHaveLength(2));
});

it('removes after some hours what a killed worker wrote and nobody recorded', async () => {
  await store.put({ id: 'a', order: 1 });
  const lease = await store.take();
  if (!lease) throw new Error('Nothing was to be taken.');
  await store.expectResult(lease, 'half.json');
  await results.put('half.json', new Uint8Array(9));
  await results.put('somebody-elses.txt', new Uint8Array(9));
  await open().tidy();
  expect(await listFiles()).toEqual(['half.json', 'somebody-elses.txt']);
  await open({ now: () => Date.now() + 7 * HOUR_MS }).tidy();
  expect(await listFiles()).toEqual(['somebody-elses.txt']);
  expect(await store.find('a')).toMatchObject({ status: 'processing' });
});

it('removes another time what could not be removed, and names no file that is gone', async () => {
  await runJobs([100]);
  const later = () => Date.now() + 8 * 24 * HOUR_MS;
  const away = { ...results, remove: () => Promise.reject(new Error('no answer')) };
  await open({ results: away, now: later }).tidy();
  expect(log).toHaveBeenCalledWith('Old jobs could not be removed: no answer');
  expect(await store.find('job-0')).toBeUndefined();
  expect(await listFiles()).toHaveLength(1);
  await open({ now: later }).tidy();
  expect(await listFiles()).toEqual([]);
  expect(await store.looseResults(later())).toEqual([]);
});
