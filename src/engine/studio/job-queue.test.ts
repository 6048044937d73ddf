import { describe, expect, it } from 'vitest';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { Tabs } from '../tabs.ts';
import { createFakeTabs } from '../tabs.fixture.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';
import { createMemoryJobStore, type MovableJobStore, type QueuedJob } from './job-store.ts';
import type { RunJob } from './own-run.ts';
import type { QueueNews } from './queue-news.ts';
import { createRandom } from '../random.fixture.ts';

/** A job that makes parts, such as the pictures of one request. */
interface Job extends QueuedJob {
  name: string;
  parts: number;
}
interface Report {
  made: readonly string[];
}
type Queue = JobQueue<Job, Report>;
type News = QueueNews<Job, Report>;

function openQueue(
  runJob: RunJob<Job, Report>,
  { store = createMemoryJobStore(), tabs = createFakeTabs<News>()() as Tabs<News> } = {},
): Queue {
  return createJobQueue<Job, Report>({
    store,
    tabs,
    parse: ({ id, order, priority, name, parts, done }) =>
      typeof name === 'string'
        ? {
            id,
            order,
            priority: (priority as number | undefined) ?? 0,
            name,
            parts: parts as number,
            done: (done as number | undefined) ?? 0,
          }
        : undefined,
    runJob,
    firstReport: { made: [] },
    onChange: () => undefined,
  });
}

/** A runner whose parts are let go one by one. */
function createHeldRunner() {
  const made: string[] = [];
  let letGo: (() => void) | undefined;
  const runJob: RunJob<Job, Report> = async (job, signal, progress) => {
    for (let part = job.done ?? 0; part < job.parts; part++) {
      await new Promise<void>((resolve) => (letGo = resolve));
      throwIfAborted(signal);
      made.push(`${job.name} ${part}`);
      progress.report({ made: [...progress.readReport().made, `${job.name} ${part}`] });
      await progress.keepDone(part + 1);
    }
  };
  /** Lets one part be made, once the runner has come to it. */
  async function step(): Promise<void> {
    await expect.poll(() => letGo, { interval: 1 }).toBeDefined();
    const go = letGo;
    letGo = undefined;
    go?.();
  }
  return { runJob, made, step };
}

const makeAll =
  (made: string[]): RunJob<Job, Report> =>
  async (job, _signal, { keepDone }) => {
    for (let part = job.done ?? 0; part < job.parts; part++) {
      made.push(`${job.name} ${part}`);
      await keepDone(part + 1);
    }
  };

const isIdle = (queue: Queue) => !queue.state().running && queue.state().waiting.length === 0;

describe('a queue', () => {
  it('runs jobs in order, and keeps none that is finished', async () => {
    const made: string[] = [];
    const store = createMemoryJobStore();
    const queue = openQueue(makeAll(made), { store });
    queue.enqueue({ name: 'one', parts: 2 });
    queue.enqueue({ name: 'two', parts: 1 });
    await expect.poll(() => isIdle(queue)).toBe(true);
    expect(made).toEqual(['one 0', 'one 1', 'two 0']);
    await expect.poll(() => store.list()).toEqual([]);
  });

  it('continues a stopped job with the parts that are left', async () => {
    const { runJob, made, step } = createHeldRunner();
    const queue = openQueue(runJob);
    queue.enqueue({ name: 'one', parts: 3 });
    await step();
    await expect.poll(() => queue.state().running?.job.done).toBe(1);
    queue.stop();
    expect(queue.state().running).toMatchObject({ isStopping: true });
    await step();
    await expect.poll(() => queue.state().stopped).toMatchObject([{ name: 'one', done: 1 }]);
    queue.retry(queue.state().stopped[0]?.id ?? '');
    expect(queue.state().stopped).toEqual([]);
    await step();
    await step();
    await expect.poll(() => isIdle(queue)).toBe(true);
    expect(made).toEqual(['one 0', 'one 1', 'one 2']);
  });

  it('keeps what failed with its error, goes on with the next, and lets it be dismissed', async () => {
    const made: string[] = [];
    const queue = openQueue(async (job, signal, progress) => {
      if (job.name === 'bad') throw new EngineError('out_of_memory', 'full');
      await makeAll(made)(job, signal, progress);
    });
    const bad = queue.enqueue({ name: 'bad', parts: 1 });
    queue.enqueue({ name: 'good', parts: 1 });
    await expect.poll(() => isIdle(queue)).toBe(true);
    expect(made).toEqual(['good 0']);
    expect(queue.state().failures).toMatchObject([
      { job: { id: bad }, error: { code: 'out_of_memory' } },
    ]);
    queue.dismiss(bad);
    expect(queue.state().failures).toEqual([]);
  });

  it('runs what is more urgent first, and what was moved by hand where it was moved to', async () => {
    const { runJob, made, step } = createHeldRunner();
    const queue = openQueue(runJob);
    queue.enqueue({ name: 'running', parts: 1 });
    await expect.poll(() => queue.state().running?.job.name).toBe('running');
    queue.enqueue({ name: 'usual', parts: 1 });
    const later = queue.enqueue({ name: 'later', parts: 1, priority: -1 });
    queue.enqueue({ name: 'urgent', parts: 1, priority: 5 });
    const names = () => queue.state().waiting.map(({ name }) => name);
    await expect.poll(names).toEqual(['urgent', 'usual', 'later']);
    queue.moveUp(later);
    queue.moveUp(later);
    expect(names()).toEqual(['later', 'urgent', 'usual']);
    for (let part = 0; part < 4; part++) await step();
    await expect.poll(() => isIdle(queue)).toBe(true);
    expect(made).toEqual(['running 0', 'later 0', 'urgent 0', 'usual 0']);
  });

  it('begins nothing while it is paused, in no tab, until it is resumed in one', async () => {
    const { runJob, made, step } = createHeldRunner();
    const store = createMemoryJobStore();
    const open = createFakeTabs<News>();
    const [one, two] = [0, 1].map(() => openQueue(runJob, { store, tabs: open() }));
    if (!one || !two) throw new Error('Two tabs are needed.');
    one.enqueue({ name: 'running', parts: 1 });
    await expect.poll(() => two.state().running?.job.name).toBe('running');
    two.pause();
    await expect.poll(() => one.state().isHeld).toBe(true);
    one.enqueue({ name: 'held', parts: 1 });
    await step();
    await expect.poll(() => one.state().running).toBeNull();
    await pause();
    expect([one, two].map((queue) => queue.state().isPaused)).toEqual([true, true]);
    expect(made).toEqual(['running 0']);
    two.resume();
    await step();
    await expect.poll(() => isIdle(one) && isIdle(two)).toBe(true);
    expect(made).toEqual(['running 0', 'held 0']);
    expect(one.state().isPaused).toBe(false);
  });

  it('tells a new tab that it is paused', async () => {
    const store = createMemoryJobStore();
    const open = createFakeTabs<News>();
    openQueue(makeAll([]), { store, tabs: open() }).pause();
    const late = openQueue(makeAll([]), { store, tabs: open() });
    await late.restore();
    await expect.poll(() => late.state().isHeld).toBe(true);
  });

  it("waits with an earlier visit's jobs, and leaves those of another version alone", async () => {
    const store = createMemoryJobStore();
    const foreign = { id: 'foreign', order: 0, prompt: 'of another version' };
    const left = { id: 'left', order: 1, name: 'left', parts: 2, done: 1 };
    await store.put(foreign, left);
    const made: string[] = [];
    const queue = openQueue(makeAll(made), { store });
    await queue.restore();
    expect(queue.state()).toMatchObject({ isPaused: true, waiting: [{ name: 'left' }] });
    expect(made).toEqual([]);
    queue.resume();
    await expect.poll(() => isIdle(queue)).toBe(true);
    expect(made).toEqual(['left 1']);
    await expect.poll(() => store.list()).toEqual([foreign]);
  });

  it('runs what a store that is full or denied does not keep', async () => {
    const denied = () => Promise.reject(new EngineError('storage_unavailable', 'denied'));
    const store: MovableJobStore = { list: denied, put: denied, place: denied, remove: denied };
    const made: string[] = [];
    const queue = openQueue(makeAll(made), { store });
    queue.enqueue({ name: 'one', parts: 1 });
    queue.enqueue({ name: 'two', parts: 1 });
    await expect.poll(() => isIdle(queue)).toBe(true);
    expect(made).toEqual(['one 0', 'two 0']);
  });
});

/** A store whose calls wait for `wait` before and after they are done. */
function slowDown(
  store: MovableJobStore,
  wait: (call: keyof MovableJobStore) => Promise<void>,
): MovableJobStore {
  const slow =
    <Args extends readonly unknown[], T>(
      call: keyof MovableJobStore,
      work: (...args: Args) => Promise<T>,
    ) =>
    async (...args: Args): Promise<T> => {
      await wait(call);
      const result = await work(...args);
      await wait(call);
      return result;
    };
  return {
    list: slow('list', store.list),
    put: slow('put', store.put),
    place: slow('place', store.place),
    remove: slow('remove', store.remove),
  };
}

describe('a slow store', () => {
  it('hides no job that it takes while it is read', async () => {
    const store = createMemoryJobStore();
    let answer = () => {};
    let isReading = false;
    const held: MovableJobStore = {
      ...store,
      async list() {
        const rows = await store.list();
        isReading = true;
        await new Promise<void>((resolve) => (answer = resolve));
        isReading = false;
        return rows;
      },
    };
    const made: string[] = [];
    const queue = openQueue(makeAll(made), { store: held });
    queue.enqueue({ name: 'one', parts: 1 });
    await expect.poll(() => isReading).toBe(true);
    queue.enqueue({ name: 'two', parts: 1 });
    await expect.poll(() => store.list()).toHaveLength(2);
    while (!isIdle(queue)) {
      if (isReading) answer();
      await pause();
      const { waiting, running } = queue.state();
      const seen = [...waiting, ...(running ? [running.job] : [])].map(({ name }) => name);
      expect([...made, ...seen].join()).toContain('two');
    }
    expect(made).toEqual(['one 0', 'two 0']);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'loses nothing that is asked for, stopped and asked for again at any moment (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      // Without timers: the same seed is the same order of all that happens, however busy a machine.
      const wait = async (most: number) => {
        for (let waits = random() * most * 4; waits > 0; waits--) await Promise.resolve();
      };
      const store = createMemoryJobStore();
      const open = createFakeTabs<News>();
      const made: string[] = [];
      const queues = [0, 1].map(() =>
        openQueue(
          async (job, signal, { keepDone }) => {
            await wait(3);
            throwIfAborted(signal);
            made.push(job.name);
            await keepDone(1);
          },
          { store: slowDown(store, () => wait(3)), tabs: open() },
        ),
      );
      const names = Array.from({ length: 30 }, (_, index) => `job ${index}`);
      for (const name of names) {
        const queue = queues[random() < 0.7 ? 0 : 1] as Queue;
        queue.enqueue({ name, parts: 1 });
        await wait(6);
        const chance = random();
        if (chance < 0.3) queue.stop();
        if (chance > 0.9) queue.pause();
        if (chance > 0.8) queue.resume();
        const last = queue.state().waiting.at(-1);
        if (chance > 0.4 && chance < 0.6 && last) queue.moveUp(last.id);
        await wait(2);
        for (const each of queues) for (const { id } of each.state().stopped) each.retry(id);
      }
      const retryAll = () => {
        for (const each of queues) for (const { id } of each.state().stopped) each.retry(id);
        return queues.every((each) => isIdle(each) && each.state().stopped.length === 0);
      };
      await expect.poll(retryAll, { timeout: 5000 }).toBe(true);
      await expect.poll(store.list).toEqual([]);
      expect([...new Set(made)].sort()).toEqual([...names].sort());
    },
  );
});

describe('a stop', () => {
  it('leaves the next job alone where the one that was meant has just ended', async () => {
    const store = createMemoryJobStore();
    const open = createFakeTabs<News>();
    const { runJob, made, step } = createHeldRunner();
    const [one, other] = [openQueue(runJob, { store, tabs: open() }), open()];
    one.enqueue({ name: 'ended', parts: 1 });
    one.enqueue({ name: 'next', parts: 1 });
    await expect.poll(() => one.state().running?.job.name).toBe('ended');
    const ended = one.state().running?.job.id ?? '';
    await step();
    await expect.poll(() => one.state().running?.job.name).toBe('next');
    other.tell({ type: 'run-stop', id: ended });
    await step();
    await expect.poll(() => isIdle(one)).toBe(true);
    expect(made).toEqual(['ended 0', 'next 0']);
  });

  it('in another tab tells it what was done by then', async () => {
    const store = createMemoryJobStore();
    const open = createFakeTabs<News>();
    const { runJob, step } = createHeldRunner();
    const [one, two] = [0, 1].map(() => openQueue(runJob, { store, tabs: open() }));
    if (!one || !two) throw new Error('Two tabs are needed.');
    one.enqueue({ name: 'running', parts: 3 });
    await step();
    await expect.poll(() => two.state().running?.job.done).toBe(1);
    two.stop();
    await step();
    await expect.poll(() => two.state().stopped).toMatchObject([{ name: 'running', done: 1 }]);
    expect(one.state()).toMatchObject({ stopped: [], failures: [] });
  });

  it('stays asked for while another tab has not heard of it', async () => {
    const store = createMemoryJobStore();
    const open = createFakeTabs<News>();
    const { runJob } = createHeldRunner();
    const [one, deaf] = [openQueue(runJob, { store, tabs: open() }), open()];
    const job = { id: 'there', order: 1, name: 'there', parts: 2 };
    const running = { job, isStopping: false, isElsewhere: false };
    deaf.tell({ type: 'run-state', running, report: { made: [] } });
    one.stop();
    deaf.tell({ type: 'run-state', running, report: { made: ['there 0'] } });
    expect(one.state()).toMatchObject({
      running: { isStopping: true },
      report: { made: ['there 0'] },
    });
  });

  it('is the end of what a job tells: the next one is not mistaken for it', async () => {
    let tellLate: (() => Promise<void>) | undefined;
    const queue = openQueue(async (job, signal, progress) => {
      if (job.name === 'next') return new Promise<undefined>(() => undefined);
      tellLate = async () => {
        progress.report({ made: ['late'] });
        await progress.keepDone(1);
      };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throwIfAborted(signal);
    });
    queue.enqueue({ name: 'stopped', parts: 1 });
    queue.enqueue({ name: 'next', parts: 1 });
    await expect.poll(() => tellLate).toBeDefined();
    queue.stop();
    await expect.poll(() => queue.state().running?.job.name).toBe('next');
    await tellLate?.();
    expect(queue.state()).toMatchObject({
      running: { job: { name: 'next' } },
      report: { made: [] },
    });
  });
});

it('goes on with what an earlier visit left where it is paused and resumed at once', async () => {
  const store = createMemoryJobStore();
  await store.put({ id: 'left', order: 1, name: 'left', parts: 1 } as QueuedJob);
  const { runJob, made, step } = createHeldRunner();
  const tabs = createFakeTabs<News>()();
  let letGo: (() => void) | undefined;
  /** A browser tells late that the turn is over. */
  async function takeTurn(work: () => Promise<void>): Promise<void> {
    await tabs.takeTurn(work);
    await new Promise<void>((resolve) => (letGo = resolve));
  }
  const queue = openQueue(runJob, { store, tabs: { ...tabs, takeTurn } });
  await queue.restore();
  queue.enqueue({ name: 'first', parts: 1, priority: 1 });
  await expect.poll(() => queue.state().running?.job.name).toBe('first');
  queue.pause();
  await step();
  await expect.poll(() => letGo).toBeDefined();
  queue.resume();
  letGo?.();
  await step();
  await expect.poll(() => isIdle(queue)).toBe(true);
  expect(made).toEqual(['first 0', 'left 0']);
});

it('does not bring back a job that another tab has finished when it is moved', async () => {
  const store = createMemoryJobStore();
  const open = createFakeTabs<News>();
  const { runJob, made, step } = createHeldRunner();
  const runner = openQueue(runJob, { store, tabs: open() });
  const takeTurn = () => new Promise<void>(() => undefined);
  const deaf = { ...open(), listen: () => undefined, takeTurn };
  const late = openQueue(runJob, { store, tabs: deaf });
  for (const name of ['one', 'two', 'three']) runner.enqueue({ name, parts: 1 });
  await expect.poll(() => runner.state().running?.job.name).toBe('one');
  await late.restore();
  const moved = late.state().waiting.at(-1)?.id ?? '';
  for (let part = 0; part < 3; part++) await step();
  await expect.poll(() => isIdle(runner)).toBe(true);
  late.moveUp(moved);
  await pause();
  await pause();
  expect(await store.list()).toEqual([]);
  expect(made).toHaveLength(3);
});

const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'loses no job and makes no kept part twice, whenever tabs are killed (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const store = createMemoryJobStore();
    const open = createFakeTabs<News>();
    /** Parts whose making was noted in the store. */
    const kept: string[] = [];
    function openTab() {
      const tabs = open();
      let isAlive = true;
      const guarded: MovableJobStore = {
        ...store,
        // A killed tab's writes never arrive.
        put: async (...jobs) => (isAlive ? store.put(...jobs) : new Promise(() => undefined)),
        remove: async (id) => (isAlive ? store.remove(id) : new Promise(() => undefined)),
      };
      const queue = openQueue(
        async (job, _signal, { keepDone }) => {
          for (let part = job.done ?? 0; part < job.parts; part++) {
            for (let waits = random() * 4; waits > 0; waits--) await pause();
            if (!isAlive) return new Promise<undefined>(() => undefined);
            kept.push(`${job.name} ${part}`);
            await keepDone(part + 1);
          }
        },
        { store: guarded, tabs },
      );
      return { queue, kill: () => ((isAlive = false), tabs.close()) };
    }

    let tab = openTab();
    const accepted: string[] = [];
    for (let round = 0; round < 12; round++) {
      const parts = 1 + Math.floor(random() * 4);
      tab.queue.enqueue({ name: `job ${round}`, parts });
      accepted.push(...Array.from({ length: parts }, (_, part) => `job ${round} ${part}`));
      for (let waits = random() * 8; waits > 0; waits--) await pause();
      if (random() < 0.5) continue;
      tab.kill();
      tab = openTab();
      await tab.queue.restore();
      tab.queue.resume();
    }
    await expect.poll(() => isIdle(tab.queue), { timeout: 5000 }).toBe(true);
    expect(kept.sort()).toEqual(accepted.sort());
    expect(await store.list()).toEqual([]);
  },
);
