import type { Tabs } from '../../../engine-client/tabs.ts';
import { EngineError } from '../../../engine/errors.ts';
import { countDone, countPictures, type ImageJob } from './image-job.ts';
import type { QueueState, SharedRun } from './image-run.ts';
import type { QueueNews } from './queue-news.ts';
import { runImageJob, type ImageJobRunner } from './run-image-job.ts';
import type { WaitingJobs } from './waiting-jobs.ts';

/** The job that this tab draws, and what the other tabs are told of it. */
export interface OwnRun {
  /** Whether there is one. */
  isOn(): boolean;
  /** Draws a job to its end, however it ends. */
  draw(job: ImageJob): Promise<void>;
  /** Tells the other tabs what is drawn. */
  share(): void;
  /** Ends what is drawn, here or elsewhere; whoever stops is told what. */
  stop(): void;
  /** The same for another tab, which notes itself what was stopped. */
  stopForOther(): void;
}

interface OwnRunOptions {
  waiting: WaitingJobs;
  tabs: Pick<Tabs<QueueNews>, 'tell'>;
  runner: ImageJobRunner;
  read(): QueueState;
  change(part: Partial<QueueState>): void;
}

export function createOwnRun({ waiting, tabs, runner, read, change }: OwnRunOptions): OwnRun {
  let stopper: AbortController | undefined;
  let isStoppedElsewhere = false;

  function share(): void {
    const { run, corrections, lastIds, lastSeconds } = read();
    tabs.tell({ type: 'run-state', state: { run, corrections, lastIds, lastSeconds } });
  }
  function changeRun(part: Partial<SharedRun>): void {
    change(part);
    share();
  }
  function noteStopped(job: ImageJob): void {
    change({ stopped: [...read().stopped, job] });
  }
  /** A failure is shown where the picture was drawn, and where it was asked for. */
  function fail(job: ImageJob, error: EngineError): void {
    const { code, message, details } = error;
    change({ failures: [...read().failures, { job, error }] });
    tabs.tell({ type: 'run-failure', job, code, message, details });
  }

  async function draw(job: ImageJob): Promise<void> {
    const { signal } = (stopper = new AbortController());
    change({ queue: read().queue.filter(({ id }) => id !== job.id) });
    changeRun({ ...NOTHING_DRAWN, run: { status: 'fetching', job, progress: null } });
    let current = job;
    async function keepDone(done: number): Promise<void> {
      current = { ...current, done };
      if (!signal.aborted) await waiting.keep(current);
    }
    try {
      if (countDone(job) < countPictures(job))
        await runImageJob(runner, job, signal, { read, change: changeRun, keepDone });
    } catch (thrown) {
      // A user's stop is not a failure; what ended on its own must not end silently.
      if (!signal.aborted) fail(current, EngineError.from(thrown));
      else if (!isStoppedElsewhere) noteStopped(current);
    } finally {
      stopper = undefined;
      isStoppedElsewhere = false;
      await waiting.forget(job.id);
      changeRun({ run: { status: 'idle' } });
    }
  }

  function stop(): void {
    const { run } = read();
    if (run.status === 'idle' || run.status === 'stopping') return;
    const stopping = { ...run, status: 'stopping' } as const;
    if (run.isElsewhere) {
      change({ run: stopping });
      noteStopped({ ...run.job, done: run.progress?.image ?? run.job.done });
      tabs.tell({ type: 'run-stop' });
    } else {
      changeRun({ run: stopping });
      stopper?.abort();
    }
  }

  return {
    isOn: () => stopper !== undefined,
    draw,
    share,
    stop,
    stopForOther() {
      isStoppedElsewhere = true;
      stop();
    },
  };
}

const NOTHING_DRAWN = { corrections: [], lastIds: [], lastSeconds: null };
