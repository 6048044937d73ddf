import { describe, expect, it } from 'vitest';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { BatchEvent, BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import { createBatches, type FollowedEvent } from '../../../engine/studio/batch/batches.ts';
import {
  createMemoryBatchStore,
  type BatchStore,
} from '../../../engine/studio/batch/batch-store.ts';
import { createFakeEngines } from '../../../engine/studio/batch/fake-engines.fixture.ts';
import { generateBatch } from '../../../engine/studio/batch/generate-batch.ts';
import { createMemoryJobStore, type MovableJobStore } from '../../../engine/studio/job-store.ts';
import { createImagesStore, type ImagesDependencies } from '../images-store.ts';
import { createBatchQueue } from './batch-queue.ts';
import { describeRun } from './describe-run.ts';
import { describeJob } from '../image-job.ts';
import type { ImageQueueNews } from './image-run.ts';
import { createRandom } from '../../../engine/random.fixture.ts';

const REQUEST: BatchRequest = {
  prompt: 'a fox',
  seed: 5,
  sizes: [
    { name: 'banner', width: 200, height: 50 },
    { name: 'card', width: 100, height: 100 },
    { name: 'story', width: 50, height: 120 },
  ],
};
const NAMES = REQUEST.sizes.map(({ name }) => name);
const never = new AbortController().signal;
const unused = () => Promise.reject(new EngineError('internal', 'Not expected here.'));

/** A browser with tabs that share stores. */
function openBrowser() {
  const open = createFakeTabs<ImageQueueNews>();
  const jobs = createMemoryJobStore();
  const kept = createMemoryBatchStore();
  return {
    openTab: (reach: () => Promise<void>) => openTab(open(), jobs, kept, reach),
    jobs,
    kept,
  };
}

function openTab(
  tabs: ReturnType<ReturnType<typeof createFakeTabs<ImageQueueNews>>>,
  jobs: MovableJobStore,
  kept: BatchStore,
  reach: () => Promise<void>,
) {
  let isAlive = true;
  const drawn: number[] = [];
  const whileAlive =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      isAlive ? work(...args) : new Promise<T>(() => undefined);
  const ownJobs = {
    ...jobs,
    put: whileAlive(jobs.put),
    place: whileAlive(jobs.place),
    remove: whileAlive(jobs.remove),
  };
  const store: BatchStore = {
    ...kept,
    append: whileAlive(kept.append),
    remove: whileAlive(kept.remove),
  };
  const engines = createFakeEngines({ reach: whileAlive(reach), draw: (seed) => drawn.push(seed) });
  const images = createImagesStore({
    engine: { load: unused, measurePrompt: unused } as unknown as ImagesDependencies['engine'],
    codec: {} as ImagesDependencies['codec'],
    library: {} as ImagesDependencies['library'],
    jobs: ownJobs,
    tabs,
    chooseModel: () => ({ model: 'tiny', device: 'wasm' }),
    ensureInstalled: unused,
    findManifest: unused,
    openBulk: unused,
    openBatches: () =>
      Promise.resolve({
        studio: { generateBatch: (request, signal) => generateBatch(request, engines, signal) },
        store,
      }),
    draft: { read: () => '', write: () => undefined },
  });
  const batches = createBatches(createBatchQueue(images, ownJobs), store);
  const kill = () => {
    isAlive = false;
    tabs.close();
  };
  return { images, batches, drawn, kill };
}

/** Without how it waited. */
async function collect(events: AsyncIterable<FollowedEvent>): Promise<BatchEvent[]> {
  const all: BatchEvent[] = [];
  for await (const event of events) if (event.type !== 'batch-wait') all.push(event);
  return all;
}

const namesIn = (events: readonly BatchEvent[]) =>
  events.flatMap((event) => (event.type === 'size-end' ? [event.image.name] : []));

function imagesAtEnd(events: readonly BatchEvent[]): string[] {
  const last = events.at(-1);
  return last?.type === 'finish' ? last.images.map(({ name }) => name) : [];
}

/** Work that stands still at the numbered place until it is let go. */
function holdAt(place: number) {
  let reached = 0;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  return {
    reach: () => (++reached === place ? held : Promise.resolve()),
    isHeld: () => reached >= place,
    letGo: () => letGo(),
  };
}

const atOnce = () => Promise.resolve();

describe('a batch in the queue', () => {
  it('tells what it makes, and leaves nothing behind', async () => {
    const { openTab, jobs, kept } = openBrowser();
    const { batches, drawn } = openTab(atOnce);
    const events = await collect(batches.run('a', REQUEST, never));
    expect(namesIn(events).sort()).toEqual([...NAMES].sort());
    expect(imagesAtEnd(events)).toEqual(NAMES);
    expect(drawn).toEqual([5]);
    await expect.poll(jobs.list).toEqual([]);
    expect(await kept.list('a')).toEqual([]);
    expect(await batches.isJoinable('a')).toBe(false);
  });

  it('is shown by its name among pictures, which it leaves on the screen', async () => {
    const { openTab } = openBrowser();
    const hold = holdAt(2);
    const { images, batches } = openTab(hold.reach);
    images.setState({ lastIds: ['before'] });
    const running = collect(batches.run('a', REQUEST, never));
    const waiting = collect(
      batches.run('b', { ...REQUEST, sizes: REQUEST.sizes.slice(0, 1) }, never),
    );
    await expect.poll(hold.isHeld).toBe(true);
    const { run, queue } = images.getState();
    if (run.status === 'idle') throw new Error('Nothing runs.');
    expect(describeJob(run.job)).toBe('Studio: a fox · 3 sizes');
    expect(describeRun(run, undefined)).toMatch(/Getting ready|Drawing/);
    expect(queue.map(describeJob)).toEqual(['Studio: a fox · 1 size']);
    hold.letGo();
    await Promise.all([running, waiting]);
  });

  it('goes on in a new tab after the old one was killed, with what is kept', async () => {
    const { openTab } = openBrowser();
    const hold = holdAt(4);
    const first = openTab(hold.reach);
    void collect(first.batches.run('a', REQUEST, never)).catch(() => undefined);
    await expect.poll(hold.isHeld).toBe(true);
    first.kill();
    const second = openTab(atOnce);
    await second.images.getState().restore();
    expect(await second.batches.isJoinable('a')).toBe(true);
    expect(second.images.getState().isPaused).toBe(true);
    second.images.getState().resume();
    const events = await collect(second.batches.run('a', REQUEST, never));
    expect(imagesAtEnd(events)).toEqual(NAMES);
    expect([first.drawn, second.drawn]).toEqual([[5], []]);
  });

  it('ends in a tab that nobody looked at, and is told to whoever asks later', async () => {
    const { openTab, jobs } = openBrowser();
    const { images, batches, drawn } = openTab(atOnce);
    images.getState().makeBatch({ batchId: 'a', request: REQUEST });
    await expect.poll(() => images.getState().run.status).toBe('idle');
    await expect.poll(jobs.list).toEqual([]);
    const events = await collect(batches.run('a', REQUEST, never));
    expect(imagesAtEnd(events)).toEqual(NAMES);
    expect(drawn).toEqual([5]);
  });

  it('is told in a tab that does not run it', async () => {
    const { openTab } = openBrowser();
    const hold = holdAt(3);
    const [one, two] = [openTab(hold.reach), openTab(atOnce)];
    const here = collect(one.batches.run('a', REQUEST, never));
    await expect.poll(hold.isHeld).toBe(true);
    two.images.getState().makeBatch({ batchId: 'b', request: REQUEST });
    const there = collect(two.batches.run('b', REQUEST, never));
    hold.letGo();
    expect(imagesAtEnd(await here)).toEqual(NAMES);
    expect(imagesAtEnd(await there)).toEqual(NAMES);
    expect([one.drawn.length, two.drawn.length]).toEqual([2, 0]);
  });

  it.each([
    ['running', 'a'],
    ['waiting', 'b'],
  ])('that is %s is given up with all that was kept of it', async (_, given) => {
    const { openTab, kept } = openBrowser();
    const hold = holdAt(3);
    const { images, batches } = openTab(hold.reach);
    const stop = new AbortController();
    const signalOf = (id: string) => (id === given ? stop.signal : never);
    const runs = ['a', 'b'].map((id) => collect(batches.run(id, REQUEST, signalOf(id))));
    await expect.poll(hold.isHeld).toBe(true);
    stop.abort();
    const results = await Promise.allSettled(runs.map((run) => (hold.letGo(), run)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect.poll(() => images.getState().run.status).toBe('idle');
    await expect.poll(() => images.getState().stopped).toEqual([]);
    expect(await kept.list(given)).toEqual([]);
  });

  it('that fails says why, and goes on with what is kept when it is tried again', async () => {
    const { openTab } = openBrowser();
    let isBroken = true;
    let reached = 0;
    const { images, batches, drawn } = openTab(() =>
      isBroken && ++reached === 4
        ? Promise.reject(new EngineError('out_of_memory', 'full'))
        : Promise.resolve(),
    );
    await expect(collect(batches.run('a', REQUEST, never))).rejects.toMatchObject({
      code: 'out_of_memory',
    });
    expect(images.getState().failures).toHaveLength(1);
    isBroken = false;
    expect(imagesAtEnd(await collect(batches.run('a', REQUEST, never)))).toEqual(NAMES);
    expect(drawn).toEqual([5]);
    expect(images.getState().failures).toEqual([]);
  });

  it('that was stopped among the pictures is told as aborted', async () => {
    const { openTab } = openBrowser();
    const hold = holdAt(2);
    const { images, batches } = openTab(hold.reach);
    const run = collect(batches.run('a', REQUEST, never));
    run.catch(() => undefined);
    await expect.poll(hold.isHeld).toBe(true);
    images.getState().stop();
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect(images.getState().stopped.map(describeJob)).toEqual(['Studio: a fox · 3 sizes']);
  });
});

const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'makes every size of every batch once, whenever tabs are killed (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const wait = async (most: number) => {
      for (let waits = random() * most; waits > 0; waits--) await pause();
    };
    const { openTab, jobs, kept } = openBrowser();
    const open = () => openTab(() => wait(4));
    let tab = open();
    const ids = Array.from({ length: 6 }, (_, index) => `batch ${index}`);
    for (const [index, batchId] of ids.entries()) {
      tab.images.getState().makeBatch({ batchId, request: { ...REQUEST, seed: index } });
      await wait(12);
      if (random() < 0.4) continue;
      tab.kill();
      tab = open();
      await tab.images.getState().restore();
      tab.images.getState().resume();
    }
    await expect.poll(jobs.list, { timeout: 5000 }).toEqual([]);
    for (const batchId of ids) {
      const events = await kept.list(batchId);
      const count = (type: string) => events.filter((event) => event.type === type).length;
      expect([count('base-event'), count('base-end'), count('finish')]).toEqual([1, 1, 1]);
      expect(namesIn(events as BatchEvent[]).sort()).toEqual([...NAMES].sort());
    }
  },
);
