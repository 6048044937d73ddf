import { describe, expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import type { JobEvent, JobProgress } from './job-desk.ts';
import { createMemoryJobDesk } from './memory-job-desk.ts';

const never = new AbortController().signal;

/** Jobs that end when the test says so, by the name in their request. */
function open(options: Parameters<typeof createMemoryJobDesk>[1] = {}) {
  const started: string[] = [];
  const doors = new Map<string, { finish(result: object): void; fail(error: unknown): void }>();
  let report: (progress: JobProgress) => void = () => undefined;
  const desk = createMemoryJobDesk((job, tell, signal) => {
    const { name } = job.request as { name: string };
    started.push(name);
    report = tell;
    return new Promise((finish, fail) => {
      doors.set(name, { finish, fail });
      signal.addEventListener('abort', () => fail(new EngineError('aborted', 'Stopped.')));
    });
  }, options);
  const submit = (name: string, priority = 0) =>
    desk.submit({ kind: 'test', request: { name }, priority });
  const watch = async (jobId: string, after = 0) => {
    const events: JobEvent[] = [];
    for await (const event of desk.watch(jobId, after, never)) events.push(event);
    return events;
  };
  return { desk, started, doors, submit, watch, report: (to: JobProgress) => report(to) };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('the desk', () => {
  it('runs one job after the other, the more urgent first', async () => {
    const { desk, submit, started, doors } = open();
    await submit('a');
    await turn();
    const b = await submit('b');
    const c = await submit('c', 10);
    expect((await desk.find(b.jobId)).position).toBe(2);
    expect((await desk.find(c.jobId)).position).toBe(1);
    for (const name of ['a', 'c', 'b']) {
      doors.get(name)?.finish({ name });
      await turn();
    }
    expect(started).toEqual(['a', 'c', 'b']);
    expect(await desk.readResult(b.jobId)).toEqual({ name: 'b' });
    expect(await desk.find(b.jobId)).toMatchObject({ status: 'completed', attempts: 1 });
  });

  it('is full at some time, and says when to come back', async () => {
    const { submit } = open({ maxWaiting: 1 });
    await submit('a');
    await turn();
    await submit('b');
    await expect(submit('c')).rejects.toMatchObject({
      code: 'queue_full',
      details: { retryAfterSeconds: 5 },
    });
  });

  it('tells those who watch, and those who come back, the same', async () => {
    const { submit, watch, doors, report } = open();
    const { jobId } = await submit('a');
    const watched = watch(jobId);
    await turn();
    report({ stage: 'diffuse', step: 1, of: 2, preview: 'AAAA' });
    report({ stage: 'diffuse', step: 2, of: 2, preview: 'BBBB' });
    await turn();
    doors.get('a')?.finish({});
    const events = await watched;
    expect(events).toEqual([
      { id: 1, type: 'progress', data: { stage: 'diffuse', step: 1, of: 2 } },
      { id: 3, type: 'progress', data: { stage: 'diffuse', step: 2, of: 2 } },
      { id: 4, type: 'preview', data: { stage: 'diffuse', preview: 'BBBB' } },
      { id: 5, type: 'completed', data: { jobId, status: 'completed' } },
    ]);
    expect(await watch(jobId, 3)).toEqual(events.slice(2));
    expect(await watch(jobId, 5)).toEqual([]);
  });

  it('wakes all who watch one job', async () => {
    const { submit, watch, doors } = open();
    const { jobId } = await submit('a');
    const all = [watch(jobId), watch(jobId), watch(jobId)];
    await turn();
    doors.get('a')?.finish({});
    expect((await Promise.all(all)).map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('has no result of what runs, fails or was cancelled', async () => {
    const { desk, submit, doors, started } = open();
    const { jobId } = await submit('a');
    await expect(desk.readResult(jobId)).rejects.toMatchObject({ code: 'result_not_ready' });
    await turn();
    const details = { requestedBytes: 2, availableBytes: 1 };
    doors.get('a')?.fail(new EngineError('out_of_memory', 'Too large.', { details }));
    await turn();
    const failure = { code: 'GPU_OOM', message: 'Too large.', details };
    expect(await desk.find(jobId)).toMatchObject({ status: 'failed', error: failure });
    await expect(desk.readResult(jobId)).rejects.toMatchObject({ failure });

    const running = await submit('b');
    const waiting = await submit('c');
    await turn();
    for (const job of [waiting, running])
      expect(await desk.cancel(job.jobId)).toMatchObject({ status: 'cancelled' });
    await turn();
    expect(started).toEqual(['a', 'b']);
    await expect(desk.readResult(running.jobId)).rejects.toMatchObject({ code: 'job_cancelled' });
    expect(await desk.find(running.jobId)).not.toHaveProperty('error');
  });

  it('lists the newest first, a page at a time', async () => {
    const { desk, submit } = open();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await submit(name)).jobId);
    await turn();
    const list = async (query: Parameters<typeof desk.list>[0]) =>
      (await desk.list(query)).map(({ jobId }) => ids.indexOf(jobId));
    expect(await list({ limit: 2 })).toEqual([2, 1]);
    expect(await list({ limit: 2, after: ids[1] ?? '' })).toEqual([0]);
    expect(await list({ limit: 9, status: 'processing' })).toEqual([0]);
    await expect(desk.find('nobody')).rejects.toMatchObject({ code: 'job_not_found' });
  });

  it('forgets old results where they take too much room', async () => {
    const { desk, submit, doors } = open({ maxResultBytes: 100 });
    const ids: string[] = [];
    for (const name of ['a', 'b']) {
      ids.push((await submit(name)).jobId);
      await turn();
      doors.get(name)?.finish({ bytes: 'x'.repeat(80) });
      await turn();
    }
    await expect(desk.find(ids[0] ?? '')).rejects.toMatchObject({ code: 'job_not_found' });
    expect(await desk.readResult(ids[1] ?? '')).toHaveProperty('bytes');
  });
});
