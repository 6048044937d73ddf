import { afterEach, expect, it, vi } from 'vitest';
import type { FragileProcess } from '../../e2e/fixtures/fragile.process.ts';
import { runForRequest } from '../log/request-id.ts';
import {
  createEngineProcess,
  type EngineProcess,
  type EngineProcessOptions,
} from './engine-process.ts';

const script = new URL('../../e2e/fixtures/fragile.process.ts', import.meta.url);

const opened: EngineProcess<FragileProcess>[] = [];
function open(options: Partial<EngineProcessOptions> = {}) {
  const engine = createEngineProcess<FragileProcess>({
    name: 'fragile',
    script,
    firstPauseMs: 100,
    ...options,
  });
  opened.push(engine);
  return engine;
}
afterEach(() => {
  for (const engine of opened.splice(0)) engine.end();
});

const add = (engine: EngineProcess<FragileProcess>) => engine.call((remote) => remote.add(1, 2));

function kill({ pid }: EngineProcess<FragileProcess>): void {
  if (pid === undefined) throw new Error('It does not run.');
  process.kill(pid, 'SIGKILL');
}
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('starts with the first call, keeps the process, and ends it on request', async () => {
  const engine = open();
  expect([engine.state, engine.pid]).toEqual(['idle', undefined]);
  const sum = add(engine);
  await vi.waitFor(() => expect(engine.state).toBe('starting'));
  expect(await sum).toBe(3);
  const { pid = 0 } = engine;
  expect(engine.state).toBe('ready');
  await add(engine);
  expect(engine.pid).toBe(pid);
  engine.end();
  expect(engine.state).toBe('idle');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
});

it('streams, and never runs far ahead of its consumer', async () => {
  const engine = open();
  const values: number[] = [];
  for await (const value of engine.iterate((remote, signal) => remote.count(50, 0, signal))) {
    values.push(value);
    if (value !== 20) continue;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await engine.call((remote) => remote.countCounted())).toBeLessThan(24);
  }
  expect(values).toEqual(Array.from({ length: 50 }, (_, index) => index));
});

it('carries an abort to the process', async () => {
  const engine = open();
  const stop = new AbortController();
  const run = async () => {
    const values = engine.iterate((remote, signal) => remote.count(1e6, 1, signal), stop.signal);
    for await (const value of values) if (value === 3) stop.abort();
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted' });
  expect(await engine.call((remote) => remote.countCounted())).toBeLessThan(8);
});

it('carries megabytes unchanged and soon', async () => {
  const engine = open();
  const bytes = Uint8Array.from({ length: 20e6 }, (_, index) => index * 7);
  await add(engine);
  const start = performance.now();
  const same = await engine.call((remote) => remote.echo(bytes));
  expect(performance.now() - start).toBeLessThan(2000);
  expect(Buffer.compare(same, bytes)).toBe(0);
});

it('fails what a killed process was doing, and starts another one by itself', async () => {
  const sentences: string[] = [];
  const engine = open({ log: (sentence) => sentences.push(sentence) });
  const other = open();
  const alive = other.iterate((remote, signal) => remote.count(100, 5, signal));
  await alive.next();
  await add(engine);
  const { pid } = engine;
  const run = async () => {
    for await (const value of engine.iterate((remote, signal) => remote.count(1e6, 1, signal)))
      if (value === 3) kill(engine);
  };
  await expect(run()).rejects.toMatchObject({ name: 'EngineError', code: 'engine_crashed' });
  expect(engine.state).toBe('down');
  expect(sentences).toEqual([
    'The fragile engine stopped unexpectedly (SIGKILL). It starts again in 0.1 s.',
  ]);
  await vi.waitFor(() => expect(engine.state).toBe('ready'), 10_000);
  expect(engine.pid).not.toBe(pid);
  // Nobody else has noticed.
  let last = 0;
  for await (const value of alive) last = value;
  expect(last).toBe(99);
});

it('lets requests wait until a dead process is started again, or until they are cancelled', async () => {
  const engine = open({ firstPauseMs: 300 });
  await expect(engine.call((remote) => remote.die())).rejects.toMatchObject({
    code: 'engine_crashed',
  });
  const cancelled = engine.call((remote) => remote.add(1, 1), AbortSignal.timeout(20));
  await expect(cancelled).rejects.toMatchObject({ code: 'aborted' });
  expect(engine.state).toBe('down');
  expect(await add(engine)).toBe(3);
});

it('waits longer from death to death, until a call succeeds', async () => {
  const sentences: string[] = [];
  const engine = open({ firstPauseMs: 20, log: (sentence) => sentences.push(sentence) });
  const die = () => engine.call((remote) => remote.die()).catch(() => undefined);
  for (let count = 0; count < 3; count++) await die();
  await add(engine);
  await die();
  expect(sentences.map((sentence) => /[\d.]+ s/.exec(sentence)?.[0])).toEqual([
    '0.02 s',
    '0.04 s',
    '0.08 s',
    '0.02 s',
  ]);
});

it('does not reuse a process whose memory ran out', async () => {
  const engine = open();
  await add(engine);
  const { pid } = engine;
  await expect(engine.call((remote) => remote.runOutOfMemory())).rejects.toMatchObject({
    code: 'out_of_memory',
  });
  await add(engine);
  expect(engine.pid).not.toBe(pid);
});

it('ends a process that has had no work for a while', async () => {
  const engine = open({ idleMs: 100 });
  await add(engine);
  const { pid = 0 } = engine;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 5000);
  expect(engine.state).toBe('idle');
  expect(await add(engine)).toBe(3);
});

it('ends a process that does not hear a cancel', async () => {
  const engine = open({ hearsCancelWithinMs: 100 });
  await add(engine);
  const blocked = engine.call(
    (remote, signal) => remote.block(20_000, signal),
    AbortSignal.timeout(50),
  );
  await expect(blocked).rejects.toMatchObject({ code: 'engine_crashed' });
  expect(await add(engine)).toBe(3);
});

it('logs what it prints, by the request that it was printed for', async () => {
  const log = vi.fn();
  const engine = open({ log });
  await runForRequest('first', () => add(engine));
  const said = runForRequest('second', () => engine.iterate((remote) => remote.say('Working', 2)));
  const step = runForRequest('second', () => said.next());
  expect(await step).toMatchObject({ value: 0 });
  // Whoever asks for the rest is in nobody's name, as a stream is.
  for await (const value of said) expect(value).toBe(1);
  await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(3), 10_000);
  expect(log.mock.calls).toEqual([
    ['Working', { engine: 'fragile', requestId: 'second' }],
    ['Working', { engine: 'fragile', requestId: 'second' }],
    ['Printed by a library', { engine: 'fragile' }],
  ]);
});

it('names the requests that it took with it', async () => {
  const log = vi.fn();
  const engine = open({ log });
  await add(engine);
  const blocked = ['a', 'b'].map((id) =>
    runForRequest(id, () => engine.call((remote, signal) => remote.block(5000, signal))),
  );
  const failed = Promise.allSettled(blocked);
  await vi.waitFor(() => expect(engine.state).toBe('ready'));
  kill(engine);
  await failed;
  expect(log).toHaveBeenCalledWith(
    expect.stringMatching(/^The fragile engine stopped unexpectedly/),
    expect.objectContaining({ level: 'error', requests: ['a', 'b'] }),
  );
});
