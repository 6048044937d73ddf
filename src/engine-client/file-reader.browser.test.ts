import { expect, it } from 'vitest';
import type { SlowFileWorker } from '../../e2e/fixtures/slow-file.worker.ts';
import { readInWorker, runFileJob, type FileJobOptions } from './file-reader.ts';

const budget = { timeLimitMs: 20_000, mostBytes: 1000 };
const file = new Blob(['12345']);
type Job = Parameters<typeof runFileJob<SlowFileWorker, number>>[2];
let workers: Worker[] = [];
const run = (job: Job, options: Partial<FileJobOptions> = {}) => {
  workers = [];
  const create = (name: string) => {
    const worker = new Worker(new URL('../../e2e/fixtures/slow-file.worker.ts', import.meta.url), {
      type: 'module',
      name,
    });
    workers.push(worker);
    return worker;
  };
  return runFileJob<SlowFileWorker, number>(create, file, job, { budget, ...options });
};

it('returns what the job has read, and reports progress', async () => {
  const seen: number[] = [];
  const size = await run((jobs) => jobs.count(file), {
    onProgress: ({ done, total }) => seen.push(done / total),
  });
  expect(size).toBe(5);
  expect(seen).toEqual([1 / 3, 2 / 3, 1]);
});

it('ends a hanging worker when its time is up, and names the limit', async () => {
  await expect(
    run((jobs) => jobs.hang(), { budget: { ...budget, timeLimitMs: 2000 } }),
  ).rejects.toMatchObject({
    code: 'limit_exceeded',
    message: 'This file takes longer than 2 seconds to read, so it was stopped.',
  });
});

it('ends a hanging worker when the signal fires', async () => {
  const stop = new AbortController();
  const reading = run((jobs) => jobs.hang(), {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(reading).rejects.toMatchObject({ code: 'aborted' });
});

it('starts no worker for an overlong file or an aborted signal', async () => {
  const short = { ...budget, mostBytes: 4 };
  await expect(run((jobs) => jobs.count(file), { budget: short })).rejects.toMatchObject({
    code: 'limit_exceeded',
    message: 'This file is 5 bytes; the limit here is 4 bytes.',
  });
  await expect(
    run((jobs) => jobs.count(file), { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(workers).toEqual([]);
});

it("reports a file as too large if the worker dies, and passes on the job's errors", async () => {
  await expect(run((jobs) => jobs.die())).rejects.toMatchObject({ code: 'limit_exceeded' });
  await expect(run((jobs) => jobs.refuse())).rejects.toMatchObject({
    code: 'not_supported',
    message: 'No text in it.',
  });
});

it('reads text in its encoding', async () => {
  const windows = new File(
    [new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65, 0x20, 0x93, 0x80, 0x94])],
    'note.txt',
  );
  const { text } = await readInWorker(windows, (jobs) => jobs.readDocument(windows), { budget });
  expect(text).toBe('Grüße “€”');
});
