import type { Tabs } from '../../../engine-client/tabs.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageJobStore } from '../../../storage/image-jobs.ts';
import {
  countDone,
  countPictures,
  type ImageJob,
  type ImageSource,
  type ImageTask,
} from './image-job.ts';
import type { QueueState, SharedRun } from './image-run.ts';
import type { QueueNews } from './queue-news.ts';
import { createRunElsewhere } from './run-elsewhere.ts';
import { runImageJob, type ImageJobRunner } from './run-image-job.ts';
import { createWaitingJobs } from './waiting-jobs.ts';

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
export function createImageQueue({ jobs, tabs, runner, read, change }: QueueOptions): ImageQueue {
  const waiting = createWaitingJobs(jobs, () => tabs.tell({ type: 'queue-change' }));
  const elsewhere = createRunElsewhere({ tabs, read, change, onGone: pauseIfLeft });
  /** Asked for in this tab. */
  const own = new Set<string>();
  let stopper: AbortController | undefined;
  /** Another tab asked for the stop, and says so to whom it may concern. */
  let isStoppedElsewhere = false;
  let isWorking = false;
  let lastOrder = 0;

  async function refresh(): Promise<void> {
    const all = await waiting.list();
    const { run } = read();
    change({ queue: all.filter((job) => run.status === 'idle' || run.job.id !== job.id) });
  }
  /** A closed tab's jobs wait until the user says so. */
  async function pauseIfLeft(): Promise<void> {
    await refresh();
    if (isWorking || read().queue.length === 0) return;
    if (await tabs.isTurnTaken()) void elsewhere.watch();
    else if (!isWorking) change({ isPaused: true });
  }

  function changeRun(part: Partial<SharedRun>): void {
    change(part);
    shareRun();
  }
  function shareRun(): void {
    const { run, corrections, lastIds, lastSeconds } = read();
    tabs.tell({ type: 'run-state', state: { run, corrections, lastIds, lastSeconds } });
  }

  /** Draws what waits, one after the other, while no other tab does. */
  async function work(): Promise<void> {
    if (isWorking || read().isPaused) return;
    isWorking = true;
    try {
      await tabs.takeTurn(async () => {
        elsewhere.forget();
        for (let job = await findNext(); job; job = await findNext()) await run(job);
      });
    } finally {
      isWorking = false;
    }
    // One that came when the last had just been drawn.
    if (read().queue.some(({ id }) => own.has(id))) void work();
  }
  async function findNext(): Promise<ImageJob | undefined> {
    await refresh();
    return read().isPaused ? undefined : read().queue[0];
  }

  async function run(job: ImageJob): Promise<void> {
    const controller = (stopper = new AbortController());
    change({ queue: read().queue.filter(({ id }) => id !== job.id) });
    changeRun({
      run: { status: 'fetching', job, progress: null },
      corrections: [],
      lastIds: [],
      lastSeconds: null,
    });
    let current = job;
    async function keepDone(done: number): Promise<void> {
      current = { ...current, done };
      if (!controller.signal.aborted) await waiting.keep(current);
    }
    try {
      if (countDone(job) < countPictures(job))
        await runImageJob(runner, job, controller.signal, { read, change: changeRun, keepDone });
    } catch (thrown) {
      // A user's stop is not a failure; what ended on its own must not end silently.
      if (!controller.signal.aborted) fail(current, EngineError.from(thrown));
      else if (!isStoppedElsewhere) noteStopped(current);
    } finally {
      stopper = undefined;
      isStoppedElsewhere = false;
      await waiting.forget(job.id);
      changeRun({ run: { status: 'idle' } });
    }
  }
  function noteStopped(job: ImageJob): void {
    change({ stopped: [...read().stopped, job] });
  }

  /** A failure is shown where the picture was drawn, and where it was asked for. */
  function fail(job: ImageJob, error: EngineError): void {
    const { code, message, details } = error;
    showFailure(job, error);
    tabs.tell({ type: 'run-failure', job, code, message, details });
  }
  function showFailure(job: ImageJob, error: EngineError): void {
    change({ failures: [...read().failures, { job, error }] });
  }

  tabs.listen((news) => {
    if (news.type === 'queue-change') void refresh();
    if (news.type === 'run-state' && !stopper) elsewhere.show(news.state);
    if (news.type === 'run-stop' && stopper) {
      isStoppedElsewhere = true;
      stop();
    }
    if (news.type === 'run-ask' && stopper) shareRun();
    if (news.type === 'run-failure' && own.has(news.job.id))
      showFailure(news.job, new EngineError(news.code, news.message, news));
  });

  /** Whoever stops it learns what was stopped, wherever it was drawn. */
  function stop(): void {
    const { run: running } = read();
    if (running.status === 'idle' || running.status === 'stopping') return;
    const stopping = { ...running, status: 'stopping' } as const;
    if (running.isElsewhere) {
      change({ run: stopping });
      noteStopped({ ...running.job, done: running.progress?.image ?? running.job.done });
      tabs.tell({ type: 'run-stop' });
    } else {
      changeRun({ run: stopping });
      stopper?.abort();
    }
  }

  return {
    stop,
    async restore() {
      tabs.tell({ type: 'run-ask' });
      await pauseIfLeft();
    },
    enqueue(order) {
      lastOrder = Math.max(Date.now(), lastOrder + 1);
      const job: ImageJob = { ...order, id: crypto.randomUUID(), order: lastOrder };
      own.add(job.id);
      void waiting.keep(job);
      change({ queue: [...read().queue, job], isPaused: false });
      void work();
      return job.id;
    },
    cancelJob(id) {
      change({ queue: read().queue.filter((job) => job.id !== id) });
      void waiting.forget(id);
    },
    moveUp(id) {
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
    },
    resume() {
      change({ isPaused: false });
      void work();
    },
  };
}
