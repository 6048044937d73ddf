import { afterEach, expect, it, vi } from 'vitest';
import type { FragileProcess } from '../../e2e/fixtures/fragile.process.ts';
import type { DeviceMemory, MemoryReader } from '../memory/device-memory.ts';
import { createMemoryArbiter } from '../memory/memory-arbiter.ts';
import { createMemoryReader } from '../memory/memory-reader.ts';
import type { EngineProcessOptions } from './engine-process.ts';
import { createModelPool, type ModelPool, type ModelPoolOptions } from './model-pool.ts';

const script = new URL('../../e2e/fixtures/fragile.process.ts', import.meta.url);
const listen = () => new AbortController().signal;

const opened: ModelPool<FragileProcess>[] = [];
afterEach(() => {
  for (const pool of opened.splice(0)) pool.end();
});

type Options = Partial<Omit<ModelPoolOptions, 'program'>> & Partial<EngineProcessOptions>;

/** Devices on which every process takes a gigabyte. */
function createDevices(totals: Readonly<Record<string, number>>): MemoryReader {
  return {
    readDevices: async () =>
      Object.entries(totals).map(([id, totalBytes]): DeviceMemory => ({
        ...{ id, kind: id === 'cpu' ? 'cpu' : 'gpu', name: id, totalBytes },
        freeBytes: totalBytes,
      })),
    readProcess: async () => new Map(Object.keys(totals).map((id) => [id, 1e9])),
  };
}

function open(reader: MemoryReader, { idleMs, firstPauseMs = 50, ...options }: Options = {}) {
  const arbiter = createMemoryArbiter({ reader, reserveBytes: 0 });
  const pool = createModelPool<FragileProcess>({
    program: {
      ...{ name: 'fragile', script, firstPauseMs, log: () => undefined },
      ...(idleMs !== undefined && { idleMs }),
    },
    ...{ arbiter, estimateBytes: async () => 1e9, warm: new Set<string>() },
    ...{ kind: 'cpu', priority: 'interactive', ...options },
  });
  opened.push(pool);
  const add = (model: string) => pool.call(model, (engine) => engine.add(1, 2), listen());
  const readGpu = (model: string) =>
    pool.call(model, (engine) => engine.readVariable('CUDA_VISIBLE_DEVICES'), listen());
  const listRunning = () =>
    pool.processes().flatMap(({ pid, model }) => (pid === undefined ? [] : [model]));
  return { pool, arbiter, add, readGpu, listRunning };
}

it('has a process for each model, which keeps it', async () => {
  const { pool, add, listRunning } = open(createDevices({ cpu: 4e9 }));
  expect([pool.state, pool.pid, pool.processes()]).toEqual([
    ...['idle', undefined],
    [{ engine: 'fragile', state: 'idle', pid: undefined, running: 0, model: undefined }],
  ]);
  expect(await add('a')).toBe(3);
  const { pid } = pool;
  await add('b');
  await add('a');
  expect([pool.state, pool.pid]).toEqual(['ready', pid]);
  expect(listRunning()).toEqual(['a', 'b']);
});

it('ends the process of the model that was used least recently for another one', async () => {
  const { add, listRunning } = open(createDevices({ cpu: 2.5e9 }));
  for (const model of ['a', 'b', 'a', 'c']) await add(model);
  expect(listRunning()).toEqual(['a', 'c']);
  expect(await add('b')).toBe(3);
  expect(listRunning()).toEqual(['b', 'c']);
});

it('waits until a stream has ended before it ends its process', async () => {
  const { pool, add, listRunning } = open(createDevices({ cpu: 1.5e9 }));
  const stream = pool.iterate('a', (engine, signal) => engine.count(1e6, 1, signal), listen());
  await stream.next();
  const waiting = add('b');
  for (let count = 0; count < 20; count++) await stream.next();
  expect(listRunning()).toEqual(['a']);
  await stream.return(undefined);
  expect(await waiting).toBe(3);
  expect(listRunning()).toEqual(['b']);
});

it('has the memory of a process that died at once, and starts it again for the next call', async () => {
  const { pool, arbiter, add } = open(createDevices({ cpu: 1.5e9 }));
  await add('a');
  expect(arbiter.has('fragile/a')).toBe(true);
  await expect(pool.call('a', (engine) => engine.die(), listen())).rejects.toMatchObject({
    code: 'engine_crashed',
  });
  expect([arbiter.has('fragile/a'), pool.state]).toEqual([false, 'down']);
  expect(await add('b')).toBe(3);
  expect(await add('a')).toBe(3);
});

it('unloads what is not used for a while, but not what is warm', async () => {
  const { pool, arbiter, add, listRunning } = open(createDevices({ cpu: 9e9 }), {
    ...{ idleMs: 50, warm: new Set(['warm']) },
  });
  await pool.warmUp('warm', (engine) => engine.add(1, 1), listen());
  await add('a');
  await vi.waitFor(() => expect(listRunning()).toEqual(['warm']), 5000);
  expect([arbiter.has('fragile/a'), arbiter.has('fragile/warm')]).toEqual([false, true]);
  // It is there already.
  await pool.warmUp('warm', (engine) => engine.die(), listen());
  expect(listRunning()).toEqual(['warm']);
});

it('ends nothing to warm a model up', async () => {
  const { pool, add, listRunning } = open(createDevices({ cpu: 1.5e9 }));
  await add('a');
  await expect(pool.warmUp('b', (engine) => engine.add(1, 1), listen())).rejects.toMatchObject({
    code: 'out_of_memory',
  });
  expect(listRunning()).toEqual(['a']);
});

it('shows each process its own GPU, and all to a model that needs them', async () => {
  const { readGpu } = open(createDevices({ cpu: 9e9, 'GPU-a': 1.5e9, 'GPU-b': 1.4e9 }), {
    kind: 'gpu',
    estimateBytes: async (model) => (model === 'large' ? 2.5e9 : 1e9),
  });
  expect(await readGpu('first')).toBe('GPU-a');
  expect(await readGpu('second')).toBe('GPU-b');
  expect(await readGpu('large')).toBe('GPU-a,GPU-b');
});

it('moves a process that was started again by itself to where its model goes now', async () => {
  const totals = { cpu: 9e9, 'GPU-a': 1.5e9, 'GPU-b': 1.4e9 };
  const { pool, readGpu, add } = open(createDevices(totals), { kind: 'gpu' });
  expect(await readGpu('a')).toBe('GPU-a');
  await pool.call('a', (engine) => engine.die(), listen()).catch(() => undefined);
  await vi.waitFor(() => expect(pool.state).toBe('ready'), 10_000);
  await add('b');
  expect(await readGpu('b')).toBe('GPU-a');
  expect(await readGpu('a')).toBe('GPU-b');
});

it('does not use the GPU that it found no use for', async () => {
  const { pool, arbiter } = open(createDevices({ cpu: 9e9, 'GPU-a': 8e9 }), { kind: 'gpu' });
  const load = (model: string) =>
    pool.call(model, async (engine) => ({ adapter: null, sum: await engine.add(1, 2) }), listen());
  await load('a');
  await load('b');
  await vi.waitFor(async () => {
    const { residents } = await arbiter.view();
    expect(residents.map(({ bytes }) => [...bytes.keys()])).toEqual([['cpu'], ['cpu']]);
  });
});

it.runIf(process.platform === 'linux')('measures real processes', async () => {
  const { arbiter, add } = open(createMemoryReader());
  await add('a');
  await vi.waitFor(async () => {
    const { residents, devices } = await arbiter.view();
    expect(devices[0]?.id).toBe('cpu');
    expect(residents).toMatchObject([{ isMeasured: true }]);
    // Node itself, and no gigabyte as was expected.
    const held = residents[0]?.bytes.get('cpu') ?? 0;
    expect(held).toBeGreaterThan(2e7);
    expect(held).toBeLessThan(6e8);
  });
});
