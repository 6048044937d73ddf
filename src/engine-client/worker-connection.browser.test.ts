import { expect, it, vi } from 'vitest';
import type { FragileEngine } from '../../e2e/fixtures/fragile.worker.ts';
import { connectWorker } from './worker-connection.ts';

function connect(stopWithinMs?: number) {
  const onCrash = vi.fn();
  let started = 0;
  const connection = connectWorker<FragileEngine>({
    create(name) {
      started++;
      return new Worker(new URL('../../e2e/fixtures/fragile.worker.ts', import.meta.url), {
        type: 'module',
        name,
      });
    },
    onCrash,
    ...(stopWithinMs === undefined ? {} : { stopWithinMs }),
  });
  return { ...connection, onCrash, countStarts: () => started };
}

it('starts the worker with the first call and keeps it', async () => {
  const worker = connect();
  expect(worker.countStarts()).toBe(0);
  expect(await worker.call((engine) => engine.add(1, 2))).toBe(3);
  expect(await worker.call((engine) => engine.add(3, 4))).toBe(7);
  expect(worker.countStarts()).toBe(1);
  worker.end();
});

it('notices a worker that dies mid-stream, and starts another', async () => {
  const worker = connect();
  const seen: number[] = [];
  const run = async () => {
    for await (const value of worker.iterate((engine, signal) => engine.count(1000, signal))) {
      seen.push(value);
      if (value === 3) void worker.call((engine) => engine.die()).catch(() => undefined);
    }
  };
  await expect(run()).rejects.toMatchObject({ name: 'EngineError', code: 'engine_crashed' });
  expect(seen.slice(0, 4)).toEqual([0, 1, 2, 3]);
  expect(worker.onCrash).toHaveBeenCalledOnce();
  expect(await worker.call((engine) => engine.add(1, 1))).toBe(2);
  expect(worker.countStarts()).toBe(2);
  worker.end();
});

it('does not reuse a runtime that ran out of memory', async () => {
  const worker = connect();
  await expect(worker.call((engine) => engine.runOutOfMemory())).rejects.toMatchObject({
    code: 'out_of_memory',
  });
  expect(await worker.call((engine) => engine.add(1, 1))).toBe(2);
  expect(worker.countStarts()).toBe(2);
  worker.end();
});

it('ends calls in flight when the worker is ended on purpose, without reporting a crash', async () => {
  const worker = connect();
  const run = async () => {
    for await (const value of worker.iterate((engine, signal) => engine.count(1000, signal)))
      if (value === 2) worker.end();
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted' });
  expect(worker.onCrash).not.toHaveBeenCalled();
});

it('ends a worker that does not hear a stop, and starts another', async () => {
  const worker = connect(200);
  const stopping = new AbortController();
  const hanging = worker.call((engine) => engine.hang(), stopping.signal);
  stopping.abort();
  await expect(hanging).rejects.toMatchObject({ code: 'aborted', details: { isForced: true } });
  expect(worker.onCrash).toHaveBeenCalledOnce();
  expect(await worker.call((engine) => engine.add(1, 1))).toBe(2);

  const again = new AbortController();
  const seen: number[] = [];
  const run = async () => {
    for await (const value of worker.iterate((engine) => engine.hangAfter(2), again.signal)) {
      seen.push(value);
      again.abort();
      // What the caller does with a result is not the worker's fault.
      if (value === 0) await new Promise((resolve) => setTimeout(resolve, 400));
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted', details: { isForced: true } });
  expect(seen).toEqual([0, 1]);
  worker.end();
});

it('says so when the script does not load', async () => {
  const connection = connectWorker<FragileEngine>({
    create: (name) =>
      new Worker(
        URL.createObjectURL(new Blob(['throw new Error("no")'], { type: 'text/javascript' })),
        {
          type: 'module',
          name,
        },
      ),
  });
  await expect(connection.call((engine) => engine.add(1, 2))).rejects.toMatchObject({
    code: 'engine_crashed',
  });
});
