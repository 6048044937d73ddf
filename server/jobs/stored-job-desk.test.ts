import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobEvent, RunJob } from '../../src/api/jobs/job-desk.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { currentRequestId, runForRequest } from '../log/request-id.ts';
import { createDiskFiles } from '../files/disk-files.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import type { LeasedJobStore } from './leased-job-store.ts';
import { startWorkers, type JobWorkers } from './run-jobs.ts';
import { createSqliteJobStore } from './sqlite/sqlite-job-store.ts';
import { createStoredJobDesk } from './stored-job-desk.ts';

const never = new AbortController().signal;

let folder: string;
let database: ServerDatabase;
let workers: JobWorkers[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-desk-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  await Promise.all(workers.map((some) => some.stop()));
  workers = [];
  database.close();
  await rm(folder, { recursive: true });
});

const openStore = () => createSqliteJobStore(database);
const results = () => createDiskFiles(join(folder, 'files'));

function open(runJob: RunJob, store: LeasedJobStore = openStore(), maxWaiting = 100) {
  const running = startWorkers({
    ...{ store, results: results(), runJob, count: 1, log: () => undefined, idleMs: 20 },
  });
  workers.push(running);
  const desk = createStoredJobDesk({
    ...{ store, results: results(), maxWaiting, onSubmit: running.wake },
  });
  const submit = (name: string) => desk.submit({ kind: 'test', request: { name } });
  const watch = async (jobId: string, after = 0) => {
    const events: JobEvent[] = [];
    for await (const event of desk.watch(jobId, after, never)) events.push(event);
    return events;
  };
  return { desk, submit, watch, running, store };
}

const untilAborted: RunJob = (_, __, signal) =>
  new Promise((_, fail) =>
    signal.addEventListener('abort', () => fail(new EngineError('aborted', 'Stopped.'))),
  );

it('runs what was asked for, tells how far it is, and keeps the result', async () => {
  const { desk, submit, watch } = open(async ({ request }, report) => {
    report({ stage: 'diffuse', step: 1, of: 7 });
    return { made: request };
  });
  const { jobId, status } = await submit('a fox');
  expect(status).toBe('queued');
  const events = await watch(jobId);
  expect(events.map(({ type }) => type)).toEqual(['progress', 'completed']);
  const last = events.at(-1)?.id ?? 0;
  expect(await watch(jobId, 1)).toEqual(events.slice(1));
  expect(await watch(jobId, last)).toEqual([]);
  expect(await desk.readResult(jobId)).toEqual({ made: { name: 'a fox' } });
  expect(await desk.find(jobId)).not.toHaveProperty('result');
});

it('gives a job that another process begins to nobody else, and shows it here', async () => {
  const { desk, submit } = open(async () => ({ by: 'anyone' }));
  const there = openDatabase(folder);
  const elsewhere = createStoredJobDesk({
    ...{ store: createSqliteJobStore(there), results: results(), maxWaiting: 9 },
  });
  const { jobId } = await submit('a');
  await vi.waitFor(async () => expect((await elsewhere.find(jobId)).status).toBe('completed'));
  expect(await elsewhere.readResult(jobId)).toEqual(await desk.readResult(jobId));
  there.close();
});

it('tries again what may pass, and fails at once with what may not', async () => {
  let begun = 0;
  const { desk, submit, watch } = open(async ({ request }) => {
    begun++;
    if ((request as { name: string }).name === 'wrong')
      throw new EngineError('invalid_request', 'There is no such size.');
    if (begun < 2) throw new EngineError('engine_crashed', 'It died.');
    return {};
  });
  const { jobId } = await submit('unlucky');
  await watch(jobId);
  expect(await desk.find(jobId)).toMatchObject({ status: 'completed', attempts: 2 });
  const { jobId: wrong } = await submit('wrong');
  await watch(wrong);
  const failure = { code: 'invalid_request', message: 'There is no such size.' };
  expect(await desk.list({ status: 'failed', limit: 9 })).toMatchObject([
    { jobId: wrong, attempts: 1, error: failure },
  ]);
  await expect(desk.readResult(wrong)).rejects.toMatchObject({ failure });
});

it('stops what is cancelled, in whichever process it runs', async () => {
  const { desk, submit, watch } = open(untilAborted);
  const { jobId } = await submit('a');
  await vi.waitFor(async () => expect((await desk.find(jobId)).status).toBe('processing'));
  expect(await desk.cancel(jobId)).toMatchObject({ status: 'cancelled' });
  expect((await watch(jobId)).at(-1)).toMatchObject({ type: 'cancelled' });
  await expect(desk.readResult(jobId)).rejects.toMatchObject({ code: 'job_cancelled' });
  const next = await submit('b');
  await vi.waitFor(
    async () => expect((await desk.find(next.jobId)).status).toBe('processing'),
    5000,
  );
});

it('gives back what runs when it is stopped', async () => {
  const { desk, submit, running } = open(untilAborted);
  const { jobId } = await submit('a');
  await vi.waitFor(async () => expect((await desk.find(jobId)).status).toBe('processing'));
  await running.stop();
  expect(await desk.find(jobId)).toMatchObject({ status: 'queued', position: 1, attempts: 0 });
});

it('is full at some time, and says when to come back', async () => {
  const { submit, desk } = open(untilAborted, openStore(), 1);
  const { jobId } = await submit('a');
  await vi.waitFor(async () => expect((await desk.find(jobId)).status).toBe('processing'));
  await submit('b');
  await expect(submit('c')).rejects.toMatchObject({
    code: 'queue_full',
    details: { retryAfterSeconds: 5 },
  });
});

it('asks to come back while the queue is away', async () => {
  const away = { ...openStore(), countWaiting: () => Promise.reject(new Error('ECONNREFUSED')) };
  await expect(open(untilAborted, away).submit('a')).rejects.toMatchObject({
    code: 'storage_unavailable',
  });
});

it('runs a job in the name of the request that asked for it', async () => {
  const ids: unknown[] = [];
  const { submit, watch } = open(async () => ({ made: ids.push(currentRequestId()) }));
  const asked = await runForRequest('req_1', () => submit('a fox'));
  await watch(asked.jobId);
  const { jobId } = await runForRequest(undefined, () => submit('a dog'));
  await watch(jobId);
  expect(ids).toEqual(['req_1', jobId]);
});
