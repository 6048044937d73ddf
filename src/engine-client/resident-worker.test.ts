import { describe, expect, it } from 'vitest';
import { EngineError, type ErrorCode } from '../engine/errors.ts';
import type { GpuArbiter, GpuUser } from '../engine/gpu/gpu-lease.ts';
import type { LoadedModel } from '../engine/models/model-choice.ts';
import type { GpuSharing } from './gpu-sharing.ts';
import { createModelMarks } from './models/model-marks.ts';
import { createResidentWorker, takeLoaded } from './resident-worker.ts';
import type { WorkerConnection, WorkerOptions } from './worker-connection.ts';

const never = new AbortController().signal;
const loaded = (model: string): LoadedModel => ({
  model,
  device: 'wasm',
  dtype: 'q8',
  adapter: null,
  loadMs: 1,
});

/** A worker that is never started, and an arbiter that grants everything at once. */
function open() {
  const seen = { ended: 0, freed: 0, forgotten: 0, bytes: [] as number[] };
  let user: GpuUser | undefined;
  const marks = createModelMarks();
  let die: (reason?: EngineError) => void = () => {};
  const arbiter: Pick<GpuArbiter, 'register' | 'lease'> = {
    register(registered) {
      user = registered;
      return { freed: () => void seen.freed++ };
    },
    async lease({ bytes }) {
      seen.bytes.push(bytes);
      return {
        revoked: never,
        renew() {},
        giveWay: async () => {},
        pause() {},
        resume: async () => {},
        release() {},
      };
    },
  };
  const sharing: GpuSharing = {
    arbiter: arbiter as GpuArbiter,
    estimate: async ({ model }) => ({ device: 'wasm', bytes: model.length }),
  };
  const connect = ({ onCrash }: WorkerOptions<unknown>): WorkerConnection<unknown> => {
    die = (reason = new EngineError('engine_crashed', 'It died.')) => onCrash?.(reason);
    const unused = () => Promise.reject(new Error('No worker was started.'));
    return { call: unused, iterate: () => raise(), end: () => void seen.ended++ };
  };
  const worker = createResidentWorker(
    sharing,
    {
      owner: 'test',
      priority: 'interactive',
      marks,
      create: () => raise(),
      onForget: () => void seen.forgotten++,
    },
    connect,
  );
  return {
    worker,
    seen,
    marks,
    die: (reason?: EngineError) => die(reason),
    free: () => user?.unload(),
  };
}

function raise(): never {
  throw new Error('No worker was started.');
}

/** Work that goes on behind its first event when it is let. */
function startWork() {
  let finish = () => {};
  const gate = new Promise<void>((resolve) => (finish = resolve));
  async function* start() {
    yield { type: 'first' };
    await gate;
  }
  return { finish, work: { start, isResult: () => true } };
}

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events);
}

describe('the model in memory', () => {
  it('is the one that was loaded, under a lease for what it takes', async () => {
    const { worker, seen } = open();
    const choice = { model: 'four' };
    await expect(worker.load(choice, async () => loaded('four'), never)).resolves.toMatchObject(
      choice,
    );
    expect(worker.resident.getState()).toMatchObject(choice);
    expect(seen.bytes).toEqual(['four'.length]);
  });

  it('is the one that an event tells of', async () => {
    const { worker } = open();
    async function* events() {
      yield { type: 'load-start', model: 'a' };
      yield { type: 'load-end', ...loaded('a') };
    }
    await drain(worker.keepLoaded(events()));
    expect(worker.resident.getState()?.model).toBe('a');
  });

  it.each(['unload', 'die', 'free'] as const)('is gone after %s', (how) => {
    const { worker, seen, die, free } = open();
    worker.keep(loaded('a'));
    ({ unload: worker.unload, die, free })[how]();
    expect(worker.resident.getState()).toBeNull();
    expect(seen).toMatchObject({ freed: 1, forgotten: 1 });
  });
});

it('marks the model that did not answer Stop, until it has done its work', async () => {
  const { worker, marks, die } = open();
  const forced = new EngineError('aborted', 'It was ended.', { details: { isForced: true } });
  const { work, finish } = startWork();
  worker.makeRoom({ model: 'a' });
  const running = worker.compute({ model: 'upscaler' }, work, never);
  await running.next();
  die(forced);
  expect(marks.state.getState()).toMatchObject({
    marked: ['upscaler'],
    news: { model: 'upscaler', reason: 'It was ended.' },
  });
  finish();
  await drain(running);
  expect(marks.state.getState().marked).toEqual([]);
  die();
  expect(marks.state.getState().marked).toEqual([]);
  die(forced);
  expect(marks.state.getState().marked).toEqual(['a']);
});

describe('a model that is still being loaded two seconds after Stop', () => {
  const forced = new EngineError('aborted', 'It was ended.', { details: { isForced: true } });

  it('is ended without a mark', async () => {
    const { worker, marks, die } = open();
    let isLoading = false;
    let fail = (_reason: EngineError) => {};
    const slow = new Promise<LoadedModel>((_, reject) => (fail = reject));
    worker.makeRoom({ model: 'large' });
    const start = () => {
      isLoading = true;
      return slow;
    };
    const loading = worker.load({ model: 'large' }, start, never);
    await expect.poll(() => isLoading).toBe(true);
    die(forced);
    fail(forced);
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
    expect(marks.state.getState()).toMatchObject({ marked: [], failed: {}, news: null });
    die(forced);
    expect(marks.state.getState().marked).toEqual(['large']);
  });

  it('is ended without a mark where it is loaded for an answer, but not while that is written', async () => {
    const { worker, marks, die } = open();
    async function* events() {
      yield { type: 'load-start' };
      yield { type: 'load-end', ...loaded('large') };
      yield { type: 'text-delta' };
    }
    const work = { start: () => worker.keepLoaded(events()), isResult: () => true };
    const running = worker.compute({ model: 'large' }, work, never);
    await running.next();
    die(forced);
    expect(marks.state.getState().marked).toEqual([]);
    await running.next();
    die(forced);
    expect(marks.state.getState().marked).toEqual(['large']);
    await drain(running);
  });
});

describe('a failure is noted', () => {
  const fail = (code: ErrorCode) => ({
    start: () => fails(code),
    isResult: () => true,
  });
  async function* fails(code: ErrorCode): AsyncGenerator<unknown> {
    throw new EngineError(code, 'It failed.');
  }
  const codesOf = ({ marks }: ReturnType<typeof open>) =>
    Object.values(marks.state.getState().failed).map(({ code }) => code);

  it('where a model cannot be loaded', async () => {
    const opened = open();
    const refuse = () => Promise.reject(new EngineError('internal', 'Unknown operator'));
    await expect(opened.worker.load({ model: 'a' }, refuse, never)).rejects.toThrow();
    expect(codesOf(opened)).toEqual(['internal']);
  });

  it.each([
    ['gpu_timeout', true],
    ['invalid_output', true],
    ['internal', false],
    ['invalid_request', false],
    ['aborted', false],
  ] as const)('of a loaded model with %s: %s', async (code, isNoted) => {
    const opened = open();
    opened.worker.keep(loaded('a'));
    await expect(drain(opened.worker.compute({ model: 'a' }, fail(code), never))).rejects.toThrow();
    expect(codesOf(opened)).toEqual(isNoted ? [code] : []);
  });

  it('until the model has done its work', async () => {
    const opened = open();
    opened.marks.noteFailure('a', 'out_of_memory');
    const { work, finish } = startWork();
    finish();
    await drain(opened.worker.compute({ model: 'a' }, work, never));
    expect(codesOf(opened)).toEqual([]);
  });
});

describe('room for a model', () => {
  it('is made by ending the worker of another model or device', () => {
    const { worker, seen } = open();
    worker.makeRoom({ model: 'a' });
    worker.makeRoom({ model: 'a', device: 'auto' });
    expect(seen.ended).toBe(0);
    worker.makeRoom({ model: 'b' });
    expect(seen.ended).toBe(1);
    worker.makeRoom({ model: 'b', device: 'wasm' });
    expect(seen.ended).toBe(2);
  });

  it('is made after a crash as well, for the worker may have been started again', () => {
    const { worker, seen, die } = open();
    worker.makeRoom({ model: 'a' });
    die();
    worker.makeRoom({ model: 'b' });
    expect(seen.ended).toBe(1);
  });

  it('is not made while the worker computes for somebody else', async () => {
    const { worker, seen } = open();
    const { work, finish } = startWork();
    worker.makeRoom({ model: 'a' });
    const running = worker.compute({ model: 'a' }, work, never);
    await running.next();
    worker.makeRoom({ model: 'b' });
    expect(seen.ended).toBe(0);
    worker.makeRoom({ model: 'c' }, 1);
    expect(seen.ended).toBe(1);
    finish();
    await drain(running);
    worker.makeRoom({ model: 'd' });
    expect(seen.ended).toBe(2);
  });

  it('is made while another model is only being loaded', async () => {
    const { worker, seen } = open();
    let finish = (_loaded: LoadedModel) => {};
    const slow = new Promise<LoadedModel>((resolve) => (finish = resolve));
    worker.makeRoom({ model: 'a' });
    const loading = worker.load({ model: 'a' }, () => slow, never);
    worker.makeRoom({ model: 'b' });
    expect(seen.ended).toBe(1);
    finish(loaded('a'));
    await loading;
  });
});

it('is claimed once, and by any model of that device', () => {
  const { worker, seen } = open();
  expect(worker.claim('auto')).toBe(true);
  expect(worker.claim('auto')).toBe(false);
  worker.makeRoom({ model: 'a' });
  expect(seen.ended).toBe(0);
  expect(worker.claim('auto')).toBe(false);
  worker.unload();
  expect(worker.claim('wasm')).toBe(true);
});

it('asks for the memory of what stays beside', async () => {
  const { worker, seen } = open();
  const { work, finish } = startWork();
  finish();
  await drain(worker.compute({ model: 'four' }, work, never, [{ model: 'three' }]));
  expect(seen.bytes).toEqual(['four'.length + 'three'.length]);
});

it('has loaded nothing where the engine says nothing', async () => {
  await expect(takeLoaded((async function* () {})())).rejects.toMatchObject({ code: 'internal' });
});
