import './transfer-handlers.ts';
import { expose, wrap, type Remote } from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EngineError } from '../engine/errors.ts';
import { releaseSignal } from './transfer-handlers.ts';

interface Counter {
  count(to: number, signal: AbortSignal): AsyncIterable<number>;
  fail(): Promise<never>;
}

let cleanedUp = 0;
const counter: Counter = {
  async *count(to, signal) {
    try {
      for (let i = 0; i < to; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (signal.aborted) throw new DOMException('stop', 'AbortError');
        yield i;
      }
    } finally {
      cleanedUp++;
    }
  },
  fail: () =>
    Promise.reject(
      new EngineError('out_of_memory', 'too much', { details: { requestedBytes: 5 } }),
    ),
};

let remote: Remote<Counter>;
beforeEach(() => {
  cleanedUp = 0;
  const { port1, port2 } = new MessageChannel();
  expose(counter, port1);
  remote = wrap<Counter>(port2);
});
afterEach(() => vi.restoreAllMocks());

const signal = () => new AbortController().signal;

it('streams values and ends', async () => {
  const values: number[] = [];
  for await (const value of await remote.count(5, signal())) values.push(value);
  expect(values).toEqual([0, 1, 2, 3, 4]);
});

it('restores an EngineError with its code, message and details', async () => {
  const failure = remote.fail();
  await expect(failure).rejects.toBeInstanceOf(EngineError);
  await expect(failure).rejects.toMatchObject({
    code: 'out_of_memory',
    message: 'too much',
    details: { requestedBytes: 5 },
  });
});

it('carries an abort to the other side, and its error back', async () => {
  const stop = new AbortController();
  const run = async () => {
    for await (const value of await remote.count(1000, stop.signal)) if (value === 3) stop.abort();
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted' });
  expect(cleanedUp).toBe(1);
});

it('carries an already aborted signal', async () => {
  const run = async () => {
    for await (const value of await remote.count(10, AbortSignal.abort()))
      expect(value).toBe('never');
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted' });
});

it('lets the producer clean up when the consumer leaves', async () => {
  for await (const value of await remote.count(1000, signal())) if (value === 2) break;
  await vi.waitFor(() => expect(cleanedUp).toBe(1));
});

it('leaves no port open after a call', async () => {
  const opened: MessagePort[] = [];
  const closed = new Set<MessagePort>();
  const Original = MessageChannel;
  vi.stubGlobal(
    'MessageChannel',
    class extends Original {
      constructor() {
        super();
        opened.push(this.port1);
      }
    },
  );
  const close = vi.spyOn(MessagePort.prototype, 'close').mockImplementation(function (
    this: MessagePort,
  ) {
    closed.add(this);
  });
  const own = signal();
  for await (const value of await remote.count(3, own)) expect(value).toBeLessThan(3);
  releaseSignal(own);
  await vi.waitFor(() => expect(opened.filter((port) => !closed.has(port))).toEqual([]), 10_000);
  expect(opened).toHaveLength(2);
  close.mockRestore();
  vi.unstubAllGlobals();
});
