import { setMaxListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../../e2e/fixtures/onnx-graph.ts';
import { EngineError } from '../errors.ts';
import { createGpuArbiter } from './gpu-arbiter.ts';
import type { GpuArbiter, LeasePriority, LeaseRequest } from './gpu-lease.ts';
import { createFakeBrowser, type FakeBrowser } from './memory-gpu-board.fixture.ts';
import { goesBefore, PATIENCE_MS } from './turn-order.ts';
import { iterateWithLease } from './with-lease.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

interface FakeEngine {
  owner: string;
  bytes: number;
  unloads: number;
}

/** A tab with engines that only count. */
function openTab(browser: FakeBrowser, budget = 1000, idleMs = 60_000) {
  const board = browser.openTab();
  const arbiter = createGpuArbiter({
    board,
    budgetBytes: { webgpu: budget, wasm: budget },
    idleMs,
  });
  const engines = new Map<string, FakeEngine>();
  const request = (
    owner: string,
    bytes: number,
    priority: LeasePriority = 'interactive',
  ): LeaseRequest => ({
    owner,
    bytes,
    priority,
    device: 'webgpu',
  });
  return {
    arbiter,
    board,
    request,
    addEngine(owner: string): FakeEngine {
      const engine = { owner, bytes: 0, unloads: 0 };
      arbiter.register({
        owner,
        unload() {
          engine.bytes = 0;
          engine.unloads++;
        },
      });
      engines.set(owner, engine);
      return engine;
    },
  };
}

/** Work with one result. */
async function runWithLease<R>(
  arbiter: GpuArbiter,
  request: LeaseRequest,
  work: () => Promise<R>,
): Promise<R> {
  const start = async function* () {
    yield await work();
  };
  for await (const result of iterateWithLease(
    arbiter,
    request,
    { start, isResult: () => true },
    never,
  ))
    return result;
  throw new Error('there was no result');
}

const residentsOf = async (arbiter: GpuArbiter) =>
  (await arbiter.view()).residents.map(({ owner, bytes }) => ({ owner, bytes }));

describe('turns', () => {
  it("lets another tab's interactive work go before longer-waiting batches", async () => {
    const browser = createFakeBrowser();
    const [a, b] = [openTab(browser), openTab(browser)];
    for (const tab of [a, b]) for (const owner of ['chat', 'images']) tab.addEngine(owner);
    const order: string[] = [];
    const held = await a.arbiter.lease(a.request('images', 1), never);
    const start = async (tab: typeof a, owner: string, priority: LeasePriority, name: string) => {
      const lease = await tab.arbiter.lease(tab.request(owner, 1, priority), never);
      order.push(name);
      await settle();
      lease.release();
    };
    const works = [];
    for (const [tab, owner, priority, name] of [
      [a, 'images', 'batch', 'first batch'],
      [b, 'images', 'batch', 'second batch'],
      [b, 'chat', 'interactive', 'question'],
      [a, 'chat', 'interactive', 'next question'],
    ] as const) {
      works.push(start(tab, owner, priority, name));
      await settle();
    }
    expect((await a.arbiter.view()).waiting.map(({ priority }) => priority)).toEqual([
      'interactive',
      'interactive',
      'batch',
      'batch',
    ]);
    held.release();
    await Promise.all(works);
    expect(order).toEqual(['question', 'next question', 'first batch', 'second batch']);
    expect((await a.arbiter.view()).waiting).toEqual([]);
  });

  it('lets nobody wait forever: after a while a batch goes before later arrivals', () => {
    const note = (id: string, priority: LeasePriority, since: number) =>
      ({ kind: 'waiting', id, owner: id, priority, since, waitsFrom: since }) as const;
    const batch = note('batch', 'batch', 1000);
    const question = note('question', 'interactive', 2000);
    expect(goesBefore(question, batch, 3000)).toBe(true);
    expect(goesBefore(batch, question, 1000 + PATIENCE_MS)).toBe(true);
    expect(goesBefore(note('earlier', 'interactive', 500), batch, 1000 + PATIENCE_MS)).toBe(true);
  });

  it('lets long work give way between steps, only to those with precedence', async () => {
    const tab = openTab(createFakeBrowser());
    for (const owner of ['chat', 'images', 'speech']) tab.addEngine(owner);
    const order: string[] = [];
    const long = await tab.arbiter.lease(tab.request('images', 1, 'batch'), never);
    const work = async (owner: string, priority: LeasePriority) => {
      const lease = await tab.arbiter.lease(tab.request(owner, 1, priority), never);
      order.push(owner);
      lease.release();
    };
    const other = work('speech', 'batch');
    await settle();
    await long.giveWay(never);
    order.push('step 1');
    const question = work('chat', 'interactive');
    await settle();
    await long.giveWay(never);
    order.push('step 2');
    long.release();
    await Promise.all([question, other]);
    expect(order).toEqual(['step 1', 'chat', 'step 2', 'speech']);
  });

  it('frees the GPU for others while nobody asks for the next event', async () => {
    const tab = openTab(createFakeBrowser());
    for (const owner of ['chat', 'speech']) tab.addEngine(owner);
    const work = {
      isResult: () => true,
      async *start() {
        yield 'first';
        yield 'second';
      },
    };
    const speech = iterateWithLease(tab.arbiter, tab.request('speech', 1), work, never);
    expect((await speech.next()).value).toBe('first');
    const begin = performance.now();
    const chat = await tab.arbiter.lease(tab.request('chat', 1), never);
    expect(performance.now() - begin).toBeLessThan(3000);
    let isSecond = false;
    const second = speech.next().then(({ value }) => (isSecond = value === 'second'));
    await settle();
    expect(isSecond).toBe(false);
    chat.release();
    expect(await second).toBe(true);
    expect((await speech.next()).done).toBe(true);
  });

  it('stops waiting on abort or timeout, and leaves nothing behind', async () => {
    const tab = openTab(createFakeBrowser());
    for (const owner of ['chat', 'images']) tab.addEngine(owner);
    const held = await tab.arbiter.lease(tab.request('images', 1), never);
    const stop = new AbortController();
    const stopped = tab.arbiter.lease(tab.request('chat', 1), stop.signal);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    const late = tab.arbiter.lease({ ...tab.request('chat', 1), waitMs: 20 }, never);
    await expect(late).rejects.toMatchObject({
      code: 'gpu_timeout',
      details: { owner: 'chat', waitMs: 20 },
    });
    expect((await tab.arbiter.view()).waiting).toEqual([]);
    held.release();
    (await tab.arbiter.lease(tab.request('chat', 1), never)).release();
  });

  it('takes the GPU from an unresponsive engine', async () => {
    const tab = openTab(createFakeBrowser());
    const [hung] = [tab.addEngine('images'), tab.addEngine('chat')];
    const lease = await tab.arbiter.lease({ ...tab.request('images', 10), silenceMs: 30 }, never);
    const next = await tab.arbiter.lease(tab.request('chat', 1), never);
    expect(lease.revoked.reason).toMatchObject({ code: 'gpu_timeout' });
    expect(hung.unloads).toBe(1);
    lease.release();
    next.release();
  });

  it('refuses owners and sizes that make no sense', async () => {
    const tab = openTab(createFakeBrowser());
    tab.addEngine('chat');
    await expect(tab.arbiter.lease(tab.request('nobody', 1), never)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(tab.arbiter.lease(tab.request('chat', Number.NaN), never)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('memory', () => {
  it('unloads the least recently used, in any tab, and no more than needed', async () => {
    const browser = createFakeBrowser();
    const [a, b] = [openTab(browser), openTab(browser)];
    const [chat, images, speech] = [
      a.addEngine('chat'),
      b.addEngine('images'),
      b.addEngine('speech'),
    ];
    for (const [tab, owner, bytes] of [
      [a, 'chat', 400],
      [b, 'images', 300],
      [a, 'chat', 400],
    ] as const) {
      (await tab.arbiter.lease(tab.request(owner, bytes), never)).release();
      await settle();
    }
    expect(await residentsOf(b.arbiter)).toEqual([
      { owner: 'chat', bytes: 400 },
      { owner: 'images', bytes: 300 },
    ]);
    (await b.arbiter.lease(b.request('speech', 500), never)).release();
    expect([chat.unloads, images.unloads, speech.unloads]).toEqual([0, 1, 0]);
    await settle();
    expect(await residentsOf(a.arbiter)).toEqual([
      { owner: 'speech', bytes: 500 },
      { owner: 'chat', bytes: 400 },
    ]);
  });

  it('forgets the memory of a closed tab and of a dead engine', async () => {
    const browser = createFakeBrowser();
    const [a, b] = [openTab(browser), openTab(browser)];
    a.addEngine('chat');
    (await a.arbiter.lease(a.request('chat', 400), never)).release();
    await settle();
    a.board.close();
    expect(await residentsOf(b.arbiter)).toEqual([]);
    const registration = b.arbiter.register({ owner: 'chat', unload: () => undefined });
    (await b.arbiter.lease(b.request('chat', 400), never)).release();
    registration.freed();
    await settle();
    expect(await residentsOf(b.arbiter)).toEqual([]);
  });

  it('unloads what has been idle for a while', async () => {
    const tab = openTab(createFakeBrowser(), 1000, 20);
    const chat = tab.addEngine('chat');
    const lease = await tab.arbiter.lease(tab.request('chat', 400), never);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(chat.unloads).toBe(0);
    lease.release();
    await vi.waitFor(() => expect(chat.unloads).toBe(1));
    await settle();
    expect(await residentsOf(tab.arbiter)).toEqual([]);
  });

  it('after a failed allocation frees the others, retries once, then reports the numbers', async () => {
    const browser = createFakeBrowser();
    const [a, b] = [openTab(browser), openTab(browser)];
    const [chat, images] = [a.addEngine('chat'), b.addEngine('images')];
    (await b.arbiter.lease(b.request('images', 300), never)).release();
    await settle();
    const noMemory = () => new EngineError('out_of_memory', 'no memory left');
    const work = vi.fn().mockRejectedValueOnce(noMemory()).mockResolvedValue('picture');
    await expect(runWithLease(a.arbiter, a.request('chat', 200), work)).resolves.toBe('picture');
    expect([chat.unloads, images.unloads, work.mock.calls.length]).toEqual([1, 1, 2]);

    const hopeless = vi.fn().mockRejectedValue(noMemory());
    await expect(runWithLease(a.arbiter, a.request('chat', 2000), hopeless)).rejects.toMatchObject({
      code: 'out_of_memory',
      details: { requestedBytes: 2000, availableBytes: 1000 },
    });
    expect(hopeless).toHaveBeenCalledTimes(2);
    (await b.arbiter.lease(b.request('images', 300), never)).release();
  });

  it('restarts lost work only if it has shown no result', async () => {
    const tab = openTab(createFakeBrowser());
    tab.addEngine('chat');
    const seen: string[] = [];
    let starts = 0;
    const work = {
      isResult: (event: string) => event === 'word',
      async *start() {
        starts++;
        yield 'loading';
        if (starts > 1) yield 'word';
        throw new EngineError('device_lost', 'the device was lost');
      },
    };
    const run = async () => {
      for await (const event of iterateWithLease(tab.arbiter, tab.request('chat', 10), work, never))
        seen.push(event);
    };
    await expect(run()).rejects.toMatchObject({
      code: 'device_lost',
      details: { requestedBytes: 10 },
    });
    expect(seen).toEqual(['loading', 'loading', 'word']);
  });
});

it.each([1, 2, 3, 4, 5, 6])(
  'keeps its promises on a random day of three tabs (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random.uniform() * list.length)] as T;
    const browser = createFakeBrowser();
    const budget = 1000;
    const tabs = [0, 1, 2].map(() => openTab(browser, budget));
    const engines = tabs.flatMap((tab) =>
      ['chat', 'images', 'speech'].map((owner) => tab.addEngine(owner)),
    );
    const taken = () => engines.reduce((sum, { bytes }) => sum + bytes, 0);
    let [running, done, stopped] = [0, 0, 0];

    async function work(place: number): Promise<void> {
      const tab = tabs[place] as (typeof tabs)[number];
      const owner = pick(['chat', 'images', 'speech']);
      const engine = engines[place * 3 + ['chat', 'images', 'speech'].indexOf(owner)] as FakeEngine;
      const bytes = 50 + Math.floor(random.uniform() * 600);
      const stop = new AbortController();
      if (random.uniform() < 0.2) setTimeout(() => stop.abort(), random.uniform() * 10);
      try {
        const lease = await tab.arbiter.lease(
          tab.request(owner, bytes, pick(['interactive', 'batch'])),
          stop.signal,
        );
        try {
          running++;
          engine.bytes = bytes;
          expect(running).toBe(1);
          expect(taken()).toBeLessThanOrEqual(budget);
          await new Promise((resolve) => setTimeout(resolve, random.uniform() * 3));
          running--;
          if (random.uniform() < 0.5) await lease.giveWay(stop.signal);
        } finally {
          lease.release();
        }
        done++;
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'aborted' });
        stopped++;
      }
    }
    await Promise.all(Array.from({ length: 60 }, (_, i) => work(i % 3)));
    expect(done + stopped).toBe(60);
    expect(done).toBeGreaterThan(30);
    const { waiting, residents } = await (tabs[0] as (typeof tabs)[number]).arbiter.view();
    expect(waiting).toEqual([]);
    expect(residents.every(({ isBusy }) => !isBusy)).toBe(true);
  },
);
