import { describe, expect, it } from 'vitest';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import type { BulkTask } from '../../../engine/bulk/run-bulk-job.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageOpsEngine, ImageOpsEvent } from '../../../engine/image-ops/image-ops-engine.ts';
import { createRandom } from '../../../engine/random.fixture.ts';
import { createMemoryJobStore } from '../../../engine/studio/job-store.ts';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import { createMemoryBulkFiles, type BulkFiles } from '../../../storage/bulk/bulk-files.ts';
import { createImagesStore, type ImagesDependencies } from '../images-store.ts';
import { createBulkQueue, listStoredRecipes } from './bulk-queue.ts';
import { describeRun } from './describe-run.ts';
import { describeJob } from '../image-job.ts';
import type { ImageQueueNews } from './image-run.ts';

const TASK = { listId: 'list', recipe: [{ op: 'resize', options: { width: 1 } }] };
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/** A browser with tabs that share the queue and one list of pictures. */
async function openBrowser(count: number) {
  const open = createFakeTabs<ImageQueueNews>();
  const jobs = createMemoryJobStore();
  const files = createMemoryBulkFiles();
  const items = Array.from({ length: count }, (_, order): BulkItem => {
    const id = `picture ${order}`;
    return { id, name: `${id}.png`, sizeBytes: 1, order };
  });
  await files.add(items.map((item) => ({ item, file: new Blob([item.id]) })));
  const task: BulkTask = { ...TASK, ids: items.map(({ id }) => id) };
  /** Pictures whose outcome was kept. */
  const kept: string[] = [];
  const parts = { jobs, files, kept };
  return {
    openTab: (reach?: () => Promise<void>) => openTab(parts, open(), reach),
    ...parts,
    task,
  };
}

function openTab(
  { jobs, files, kept }: { jobs: ImagesDependencies['jobs']; files: BulkFiles; kept: string[] },
  tabs: ReturnType<ReturnType<typeof createFakeTabs<ImageQueueNews>>>,
  reach = () => Promise.resolve(),
) {
  let isAlive = true;
  const whileAlive =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      isAlive ? work(...args) : new Promise<T>(() => undefined);
  const drawn: string[] = [];
  const engine: ImageOpsEngine = {
    async *process({ file }): AsyncGenerator<ImageOpsEvent> {
      yield { type: 'picture-start', kind: 'png', width: 1, height: 1, frames: 1 };
      await whileAlive(reach)();
      yield {
        type: 'finish',
        files: [{ file, width: 1, height: 1, extension: 'png' }],
        findings: {},
        ms: 1,
      };
    },
  };
  const ownJobs = {
    ...jobs,
    put: whileAlive(jobs.put),
    place: whileAlive(jobs.place),
    remove: whileAlive(jobs.remove),
  };
  const unused = () => Promise.reject(new EngineError('internal', 'Not expected here.'));
  const images = createImagesStore({
    engine: {
      async *generate({ prompt }) {
        drawn.push(prompt);
        yield await Promise.resolve({ type: 'finish', seconds: 1 } as const);
      },
    } as Partial<ImagesDependencies['engine']> as ImagesDependencies['engine'],
    codec: {} as ImagesDependencies['codec'],
    library: {} as ImagesDependencies['library'],
    jobs: ownJobs,
    tabs,
    chooseModel: () => ({ model: 'tiny', device: 'wasm' }),
    ensureInstalled: () => Promise.resolve(),
    findManifest: () => Promise.resolve(undefined),
    openBatches: unused,
    openBulk: async () => ({
      engine,
      openList: async () => ({
        read: files.read,
        readSource: files.readSource,
        keep: whileAlive(async (id, outcome, made) => {
          await files.addOutcome(id, outcome, made);
          kept.push(id);
        }),
        fillRecipe: async (recipe) => recipe,
      }),
    }),
    draft: { read: () => '', write: () => undefined },
  });
  const kill = () => {
    isAlive = false;
    tabs.close();
  };
  return { images, queue: createBulkQueue(images, ownJobs), drawn, kill };
}

/** Work that stands still at every place until it is let go. */
function holdEach() {
  let letGo: (() => void) | undefined;
  return {
    reach: () => new Promise<void>((resolve) => (letGo = resolve)),
    async step() {
      await expect.poll(() => letGo, { interval: 1 }).toBeDefined();
      const go = letGo;
      letGo = undefined;
      go?.();
    },
  };
}

describe('a list of pictures in the queue', () => {
  it('is processed, named among pictures, and leaves nothing behind', async () => {
    const { openTab, task, kept, jobs } = await openBrowser(3);
    const { reach, step } = holdEach();
    const { images, queue } = openTab(reach);
    queue.enqueue(task);
    expect(images.getState().queue.map(describeJob)).toEqual(['Bulk: resize · 3 pictures']);
    await step();
    await expect.poll(() => queue.find('list')).toMatchObject({ report: { through: 1 } });
    const { run } = images.getState();
    if (run.status === 'idle') throw new Error('Nothing runs.');
    expect(describeRun(run, undefined)).toBe('Picture 2 of 3');
    await step();
    await step();
    await expect.poll(() => queue.find('list')).toBeUndefined();
    expect(kept).toEqual(task.ids);
    await expect.poll(() => queue.isStored('list')).toBe(false);
    expect(await jobs.list()).toEqual([]);
  });

  it('keeps what its recipe names for as long as it is stored', async () => {
    const { openTab, task, jobs } = await openBrowser(1);
    const { reach, step } = holdEach();
    openTab(reach).queue.enqueue(task);
    await expect.poll(() => listStoredRecipes(jobs)).toEqual([TASK.recipe]);
    await step();
    await expect.poll(() => listStoredRecipes(jobs)).toEqual([]);
  });

  it('lets a picture that somebody waits for go first, and goes on after it', async () => {
    const { openTab, task, kept } = await openBrowser(3);
    const { reach, step } = holdEach();
    const { images, queue, drawn } = openTab(reach);
    queue.enqueue(task);
    await expect.poll(() => queue.find('list')?.status).toBe('running');
    images.getState().drawIdea({ prompt: 'a fox', negativePrompt: '' });
    await step();
    await expect.poll(() => drawn).toEqual(['a fox']);
    expect(kept).toHaveLength(1);
    await step();
    await step();
    await expect.poll(() => kept).toEqual(task.ids);
  });

  it('stops between two pictures where the queue is paused', async () => {
    const { openTab, task, kept } = await openBrowser(2);
    const { reach, step } = holdEach();
    const { images, queue } = openTab(reach);
    queue.enqueue(task);
    await expect.poll(() => queue.find('list')?.status).toBe('running');
    images.getState().pause();
    await step();
    await expect
      .poll(() => queue.find('list'))
      .toMatchObject({ status: 'waiting', isPaused: true });
    expect(kept).toHaveLength(1);
    queue.resume();
    await step();
    await expect.poll(() => kept).toEqual(task.ids);
  });

  it('is given up in whichever tab it runs', async () => {
    const { openTab, task, kept } = await openBrowser(2);
    const { reach, step } = holdEach();
    const [one, two] = [openTab(reach), openTab(reach)];
    one.queue.enqueue(task);
    await expect.poll(() => two.queue.find('list')?.status).toBe('running');
    two.queue.giveUp('list');
    await expect.poll(() => one.queue.find('list')).toBeUndefined();
    await step();
    await pause();
    expect([kept, one.images.getState().stopped, two.images.getState().stopped]).toEqual([
      [],
      [],
      [],
    ]);
  });
});

it.each([1, 2, 3, 4, 5, 6])(
  'makes something of every picture, and of none twice, whenever tabs are killed (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const wait = async () => {
      for (let waits = random() * 4; waits > 0; waits--) await pause();
    };
    const { openTab, task, kept, jobs } = await openBrowser(20);
    let tab = openTab(wait);
    tab.queue.enqueue(task);
    for (let round = 0; round < 8; round++) {
      for (let waits = random() * 8; waits > 0; waits--) await pause();
      tab.kill();
      tab = openTab(wait);
      await tab.images.getState().restore();
      if (random() < 0.5)
        tab.images.getState().drawIdea({ prompt: `${round}`, negativePrompt: '' });
      tab.queue.resume();
    }
    await expect.poll(jobs.list, { timeout: 5000 }).toEqual([]);
    expect(kept).toEqual(task.ids);
  },
);
