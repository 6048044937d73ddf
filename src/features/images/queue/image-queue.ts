import type { Tabs } from '../../../engine-client/tabs.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageJobStore } from '../../../storage/image-jobs.ts';
import type { ImageJob, ImageSource, ImageTask } from './image-job.ts';
import type { QueueState } from './image-run.ts';
import { createOwnRun, type OwnRun } from './own-run.ts';
import type { QueueNews } from './queue-news.ts';
import { createRunElsewhere } from './run-elsewhere.ts';
import type { ImageJobRunner } from './run-image-job.ts';
import { createWaitingJobs, type WaitingJobs } from './waiting-jobs.ts';

/** What to draw, and everything it needs. */
export interface Order {
  task: ImageTask;
  model: string;
  source?: ImageSource | undefined;
  originId?: string | undefined;
  /** Its pictures that are there already. */
  done?: number | undefined;
}

export interface ImageQueue {
  /** Reads the queue of an earlier visit, or of other tabs; call once. */
  restore(): Promise<void>;
  /** Returns the id of the job, which its pictures keep. */
  enqueue(order: Order): string;
  /** Ends the running job: its finished pictures stay, and it joins the stopped ones. */
  stop(): void;
  /** Gives up a job that waits. */
  cancelJob(id: string): void;
  /** Changes places with the job before. */
  moveUp(id: string): void;
  /** Continues what an earlier visit left. */
  resume(): void;
}

interface QueueOptions {
  jobs: ImageJobStore;
  tabs: Tabs<QueueNews>;
  runner: ImageJobRunner;
  read(): QueueState;
  change(part: Partial<QueueState>): void;
}

/**
 * One queue for all tabs: it is in the store, and the tab that has the turn draws what waits there,
 * whoever requested it. The others show its reports. A job notes how many of its pictures are done,
 * so that none is drawn twice.
 */
export function createImageQueue(options: QueueOptions): ImageQueue {
  const { jobs, tabs, read, change } = options;
  const waiting = createWaitingJobs(jobs, () => tabs.tell({ type: 'queue-change' }));
  const run = createOwnRun({ ...options, waiting });
  /** Asked for in this tab. */
  const own = new Set<string>();
  const work = createWork(options, { waiting, run, own });
  let lastOrder = 0;

  tabs.listen((news) => {
    if (news.type === 'queue-change') void work.refresh();
    if (news.type === 'run-state' && !run.isOn()) work.elsewhere.show(news.state);
    if (news.type === 'run-stop' && run.isOn()) run.stopForOther();
    if (news.type === 'run-ask' && run.isOn()) run.share();
    if (news.type === 'run-failure' && own.has(news.job.id)) {
      const error = new EngineError(news.code, news.message, news);
      change({ failures: [...read().failures, { job: news.job, error }] });
    }
  });

  return {
    stop: run.stop,
    async restore() {
      tabs.tell({ type: 'run-ask' });
      await work.pauseIfLeft();
    },
    enqueue(order) {
      lastOrder = Math.max(Date.now(), lastOrder + 1);
      const job: ImageJob = { ...order, id: crypto.randomUUID(), order: lastOrder };
      own.add(job.id);
      void waiting.keep(job);
      change({ queue: [...read().queue, job], isPaused: false });
      void work.start();
      return job.id;
    },
    cancelJob(id) {
      change({ queue: read().queue.filter((job) => job.id !== id) });
      void waiting.forget(id);
    },
    moveUp: (id) => moveUp(id, waiting, options),
    resume() {
      change({ isPaused: false });
      void work.start();
    },
  };
}

/** Gives a job and the one before it each other's place. */
function moveUp(
  id: string,
  waiting: WaitingJobs,
  { read, change }: Pick<QueueOptions, 'read' | 'change'>,
): void {
  const { queue } = read();
  const at = queue.findIndex((job) => job.id === id);
  const [job, before] = [queue[at], queue[at - 1]];
  if (!job || !before) return;
  const [first, second] = [
    { ...job, order: before.order },
    { ...before, order: job.order },
  ];
  change({ queue: queue.with(at - 1, first).with(at, second) });
  void waiting.keep(first, second);
}

interface WorkContext {
  waiting: WaitingJobs;
  run: OwnRun;
  own: ReadonlySet<string>;
}

/** Takes the turn among the tabs, and draws while it has it. */
function createWork({ tabs, read, change }: QueueOptions, { waiting, run, own }: WorkContext) {
  const elsewhere = createRunElsewhere({ tabs, read, change, onGone: pauseIfLeft });
  let isWorking = false;

  async function refresh(): Promise<void> {
    const all = await waiting.list();
    const { run: running } = read();
    change({ queue: all.filter((job) => running.status === 'idle' || running.job.id !== job.id) });
  }
  /** A closed tab's jobs wait until the user says so. */
  async function pauseIfLeft(): Promise<void> {
    await refresh();
    if (isWorking || read().queue.length === 0) return;
    if (await tabs.isTurnTaken()) void elsewhere.watch();
    else if (!isWorking) change({ isPaused: true });
  }
  async function findNext(): Promise<ImageJob | undefined> {
    await refresh();
    return read().isPaused ? undefined : read().queue[0];
  }
  /** Draws what waits, one after the other, while no other tab does. */
  async function start(): Promise<void> {
    if (isWorking || read().isPaused) return;
    isWorking = true;
    try {
      await tabs.takeTurn(async () => {
        elsewhere.forget();
        for (let job = await findNext(); job; job = await findNext()) await run.draw(job);
      });
    } finally {
      isWorking = false;
    }
    // One that came when the last had just been drawn.
    if (read().queue.some(({ id }) => own.has(id))) void start();
  }
  return { refresh, pauseIfLeft, start, elsewhere };
}
