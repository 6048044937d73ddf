import type { Tabs } from '../../../engine-client/tabs.ts';
import { EngineError, type ErrorCode, type ErrorDetails } from '../../../engine/errors.ts';
import type { ImageJobStore } from '../../../storage/image-jobs.ts';
import { countDone, countPictures, parseJob, type ImageJob, type ImageSource, type ImageTask } from './image-job.ts';
import type { QueueState, SharedRun } from './image-run.ts';
import { runImageJob, type ImageJobRunner } from './run-image-job.ts';

/** What the tabs tell each other of the queue that they share. */
export type QueueNews =
  /** The stored queue is not what it was. */
  | { type: 'queue-change' }
  | { type: 'run-state'; state: SharedRun }
  | { type: 'run-failure'; job: ImageJob; code: ErrorCode; message: string; details: ErrorDetails }
  /** Whoever draws is to stop. */
  | { type: 'run-stop' }
  /** A tab that was just opened: whoever draws tells what. */
  | { type: 'run-ask' };

export interface ImageQueue {
  /** Reads the queue of an earlier visit, or of other tabs; call once. */
  restore(): Promise<void>;
  /** Returns the id of the job, which its pictures keep. */
  enqueue(task: ImageTask, model: string, source?: ImageSource): string;
  /** Ends what is being drawn; the pictures of it that are done stay. */
  stop(): void;
  /** Gives up a job that waits. */
  cancelJob(id: string): void;
  /** Changes places with the job before. */
  moveUp(id: string): void;
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
 * One queue for all tabs: it lies in the store, and the tab that has the turn draws what waits there, whoever asked for it. The others show
 * what it tells. A job notes how many of its pictures are done, so that none is drawn twice.
 */
export function createImageQueue({ jobs, tabs, runner, read, change }: QueueOptions): ImageQueue {
  /** Asked for in this tab and not stored yet, or not at all: a browser that keeps nothing still draws. */
  const unstored = new Map<string, ImageJob>();
  /** Asked for in this tab. */
  const own = new Set<string>();
  /** Drawn or taken out here, also where the store could not be told. */
  const gone = new Set<string>();
  let stopper: AbortController | undefined;
  let isWorking = false;
  let lastOrder = 0;

  async function refresh(): Promise<void> {
    const rows = await jobs.list().catch(() => []);
    const stored = rows.flatMap((row) => parseJob(row) ?? []).filter(({ id }) => !unstored.has(id) && !gone.has(id));
    const { run } = read();
    const waiting = [...stored, ...unstored.values()].filter((job) => run.status === 'idle' || run.job.id !== job.id);
    change({ queue: waiting.sort((a, b) => a.order - b.order) });
  }
  async function store(...changed: readonly ImageJob[]): Promise<void> {
    for (const job of changed) unstored.set(job.id, job);
    const isStored = await jobs.put(...changed).then(
      () => true,
      () => false,
    );
    if (isStored) for (const job of changed) if (unstored.get(job.id) === job) unstored.delete(job.id);
    tabs.tell({ type: 'queue-change' });
  }
  async function forget(id: string): Promise<void> {
    unstored.delete(id);
    gone.add(id);
    await jobs.remove(id).catch(() => undefined);
    tabs.tell({ type: 'queue-change' });
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
        forgetElsewhere();
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
    const queue = read().queue.filter(({ id }) => id !== job.id);
    change({ queue });
    changeRun({ run: { status: 'fetching', job, progress: null }, corrections: [], lastIds: [], lastSeconds: null });
    let current = job;
    const keepDone = (done: number) => store((current = { ...current, done }));
    try {
      if (countDone(job) < countPictures(job))
        await runImageJob(runner, job, controller.signal, { read, change: changeRun, keepDone });
    } catch (thrown) {
      // What the user stopped is no failure; what ended by itself must not end in silence.
      if (!controller.signal.aborted) fail(current, EngineError.from(thrown));
    } finally {
      stopper = undefined;
      await forget(job.id);
      changeRun({ run: { status: 'idle' } });
    }
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

  /** What another tab tells: the picture that it draws is shown here, too. */
  function showElsewhere({ run, ...rest }: SharedRun): void {
    if (run.status === 'idle') return change({ ...rest, run });
    const wasElsewhere = isElsewhere();
    const queue = read().queue.filter(({ id }) => id !== run.job.id);
    change({ ...rest, run: { ...run, isElsewhere: true }, queue, isPaused: false });
    if (!wasElsewhere) void watch();
  }
  function isElsewhere(): boolean {
    const { run } = read();
    return run.status !== 'idle' && run.isElsewhere === true;
  }
  function forgetElsewhere(): void {
    if (isElsewhere()) change({ run: { status: 'idle' } });
  }
  /** When the tab that draws has ended, what it left waits until somebody says so. */
  async function watch(): Promise<void> {
    await tabs.takeTurn(() => Promise.resolve()).catch(() => undefined);
    forgetElsewhere();
    await refresh();
    await pauseIfLeft();
  }
  async function pauseIfLeft(): Promise<void> {
    if (isWorking || read().queue.length === 0) return;
    if (await tabs.isTurnTaken()) void watch();
    else if (!isWorking) change({ isPaused: true });
  }

  tabs.listen((news) => {
    if (news.type === 'queue-change') void refresh();
    if (news.type === 'run-state' && !stopper) showElsewhere(news.state);
    if (news.type === 'run-stop' && stopper) stop();
    if (news.type === 'run-ask' && stopper) shareRun();
    if (news.type === 'run-failure' && own.has(news.job.id))
      showFailure(news.job, new EngineError(news.code, news.message, news));
  });

  function stop(): void {
    const { run: running } = read();
    if (running.status === 'idle') return;
    const stopping = { ...running, status: 'stopping' } as const;
    if (running.isElsewhere) {
      change({ run: stopping });
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
      await refresh();
      await pauseIfLeft();
    },
    enqueue(task, model, source) {
      lastOrder = Math.max(Date.now(), lastOrder + 1);
      const job = { id: crypto.randomUUID(), order: lastOrder, model, task, ...(source ? { source } : {}) };
      own.add(job.id);
      void store(job);
      change({ queue: [...read().queue, job], isPaused: false });
      void work();
      return job.id;
    },
    cancelJob(id) {
      change({ queue: read().queue.filter((job) => job.id !== id) });
      void forget(id);
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
      void store(first, second);
    },
    resume() {
      change({ isPaused: false });
      void work();
    },
  };
}
