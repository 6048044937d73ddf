import type { Remote } from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beginLife, connectEngine } from './engine-connection.ts';

/** Answers when it is told to, and hears no signal. */
class DeafEngine {
  readonly serial: number;
  readonly finish: (() => void)[] = [];
  constructor(serial: number) {
    this.serial = serial;
  }
  work(): Promise<number> {
    return new Promise((resolve) => this.finish.push(() => resolve(this.serial)));
  }
}

function connect() {
  const engines: DeafEngine[] = [];
  const connection = connectEngine<DeafEngine>((onEnd) => {
    const engine = new DeafEngine(engines.length + 1);
    engines.push(engine);
    const { orEnd, end } = beginLife(onEnd);
    return {
      engine: engine as unknown as Remote<DeafEngine>,
      ready: Promise.resolve(),
      orEnd,
      end,
    };
  }, 2000);
  const work = (signal?: AbortSignal) => connection.call((engine) => engine.work(), signal);
  return { engines, work };
}

const FORCED = { code: 'aborted', details: { isForced: true } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('starts what is asked for after a stop in a new engine, if the old one does not hear it', async () => {
  const { engines, work } = connect();
  const stopping = new AbortController();
  const stopped = expect(work(stopping.signal)).rejects.toMatchObject(FORCED);
  await vi.advanceTimersByTimeAsync(0);
  stopping.abort();
  const next = work();
  await vi.advanceTimersByTimeAsync(1999);
  expect(engines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  await stopped;
  engines[1]?.finish[0]?.();
  expect(await next).toBe(2);
});

it('goes on in the same engine once that has stopped on its own', async () => {
  const { engines, work } = connect();
  const stopping = new AbortController();
  const stopped = work(stopping.signal);
  await vi.advanceTimersByTimeAsync(0);
  stopping.abort();
  const next = work();
  engines[0]?.finish[0]?.();
  await stopped;
  await vi.advanceTimersByTimeAsync(0);
  engines[0]?.finish[1]?.();
  expect(await next).toBe(1);
});

it('says of work that ran beside it that the engine was ended, not that someone stopped it', async () => {
  const { work } = connect();
  const stopping = new AbortController();
  const stopped = expect(work(stopping.signal)).rejects.toMatchObject(FORCED);
  const beside = expect(work()).rejects.toMatchObject({ code: 'engine_crashed' });
  await vi.advanceTimersByTimeAsync(0);
  stopping.abort();
  await vi.advanceTimersByTimeAsync(2000);
  await stopped;
  await beside;
});
