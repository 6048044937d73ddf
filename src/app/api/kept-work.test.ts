import { expect, it } from 'vitest';
import { createMemoryFileShelf } from '../../api/files/file-shelf.ts';
import { createMemoryJobDesk } from '../../api/jobs/memory-job-desk.ts';
import { isKept } from './kept-work.ts';

it('knows whether a job or a file is of this page', async () => {
  const jobs = createMemoryJobDesk(() => Promise.resolve({}));
  const files = createMemoryFileShelf();
  const { jobId } = await jobs.submit({ kind: 'generate', request: {} });
  const name = await files.put(new Blob(['x'], { type: 'image/png' }));
  const paths = [`jobs/${jobId}`, `jobs/${jobId}/events?x`, `files/${name}`];
  const others = ['jobs', 'jobs/other', 'files/other', `v1/jobs/${jobId}`, `files/${jobId}`];
  const find = (works: Parameters<typeof isKept>[0], asked: string[]) =>
    Promise.all(asked.map((path) => isKept(works, path)));
  expect(await find([{ jobs, files }], paths)).toEqual([true, true, true]);
  expect(await find([{ jobs, files }], others)).toEqual(others.map(() => false));
  expect(await find([], paths)).toEqual([false, false, false]);
});
