import { EngineError, throwIfAborted } from '../errors.ts';
import type { Tabs } from '../tabs.ts';
import type { JobQueueState, StateAccess } from './job-queue-state.ts';
import { compareJobs, type QueuedJob } from './job-store.ts';
import type { QueueNews } from './queue-news.ts';
import type { WaitingJobs } from './waiting-jobs.ts';

/** What a runner tells while it runs a job. */
export interface JobProgress<Report> {
  readReport(): Report;
  report(part: Partial<Report>): void;
  /** Parts of the job are made and kept, so many in all: they are never made again. */
  keepDone(done: number): Promise<void>;
  /** Whether a more urgent job waits, or the queue is held; for jobs of many small parts. */
  mustGiveWay(): boolean;
}

/**
 * Runs what is left of a job. Must end soon after the signal is aborted; what it throws then is
 * no failure. `unfinished`: it has given way, and waits for its turn again.
 */
export type RunJob<Job, Report> = (
  job: Job,
  signal: AbortSignal,
  progress: JobProgress<Report>,
) => Promise<'unfinished' | undefined> | Promise<void>;

/** The job that this tab runs, and what the other tabs are told of it. */
export interface OwnRun<Job> {
  /** Whether there is one. */
  isOn(): boolean;
  /** Runs a job to its end, however it ends. */
  run(job: Job): Promise<void>;
  /** Tells the other tabs what is run. */
  share(): void;
  /** Ends what is run, here or elsewhere; it joins the stopped ones of whoever stops. */
  stop(): void;
  /** Another tab asks for the end of this job, which may have ended by itself. */
  stopForOther(id: string): void;
  /** A job was stopped for some other tab. */
  noteStoppedElsewhere(job: Job): void;
}

interface OwnRunOptions<Job, Report> extends StateAccess<Job, Report> {
  waiting: WaitingJobs<Job>;
  tabs: Pick<Tabs<QueueNews<Job, Report>>, 'tell'>;
  runJob: RunJob<Job, Report>;
  firstReport: Report;
  beginReport?(job: Job, last: Report): Report;
}

export function createOwnRun<Job extends QueuedJob, Report>({
  waiting,
  tabs,
  runJob,
  firstReport,
  beginReport = () => firstReport,
  read,
  change,
}: OwnRunOptions<Job, Report>): OwnRun<Job> {
  let stopper: AbortController | undefined;
  let isStoppedElsewhere = false;
  /** Jobs of other tabs that this one has asked to stop. */
  const askedToStop = new Set<string>();

  function share(): void {
    const { running, report } = read();
    tabs.tell({ type: 'run-state', running, report });
  }
  function changeShared(part: Partial<JobQueueState<Job, Report>>): void {
    change(part);
    share();
  }
  function noteStopped(job: Job): void {
    change({ stopped: [...read().stopped, job] });
  }
  /** A failure is shown where the job was run, and where it was asked for. */
  function fail(job: Job, error: EngineError): void {
    const { code, message, details } = error;
    change({ failures: [...read().failures, { job, error }] });
    tabs.tell({ type: 'run-failure', job, code, message, details });
  }

  async function run(job: Job): Promise<void> {
    const { signal } = (stopper = new AbortController());
    change({ waiting: read().waiting.filter(({ id }) => id !== job.id) });
    const running = { job, isStopping: false, isElsewhere: false };
    changeShared({ running, report: beginReport(job, read().report) });
    let current = job;
    // What is told later is not of the job that runs by then.
    let isOver = false;
    let isLeft = false;
    try {
      const end = await runJob(job, signal, {
        readReport: () => read().report,
        report(part) {
          if (!isOver) changeShared({ report: { ...read().report, ...part } });
        },
        async keepDone(done) {
          if (isOver) return;
          current = { ...current, done };
          const { running } = read();
          if (running) changeShared({ running: { ...running, job: current } });
          await waiting.keep(current);
        },
        mustGiveWay: () =>
          read().isHeld || read().waiting.some((other) => isMoreUrgent(other, job)),
      });
      isLeft = end === 'unfinished';
      if (isLeft) throwIfAborted(signal);
    } catch (thrown) {
      isLeft = false;
      // A user's stop is not a failure; what ended on its own must not end silently.
      if (!signal.aborted) fail(current, EngineError.from(thrown));
      else if (isStoppedElsewhere) tabs.tell({ type: 'run-stopped', job: current });
      else noteStopped(current);
    } finally {
      isOver = true;
      stopper = undefined;
      isStoppedElsewhere = false;
      if (!isLeft) await waiting.forget(job.id);
      const left = isLeft ? [...read().waiting, current].sort(compareJobs) : read().waiting;
      changeShared({ running: null, waiting: left });
    }
  }

  function stop(): void {
    const { running } = read();
    if (!running || running.isStopping) return;
    const stopping = { ...running, isStopping: true };
    if (running.isElsewhere) {
      const { id } = running.job;
      askedToStop.add(id);
      change({ running: stopping });
      tabs.tell({ type: 'run-stop', id });
    } else {
      changeShared({ running: stopping });
      stopper?.abort();
    }
  }

  return {
    isOn: () => stopper !== undefined,
    run,
    share,
    stop,
    stopForOther(id) {
      const { running } = read();
      if (stopper === undefined || running?.job.id !== id || running.isStopping) return;
      isStoppedElsewhere = true;
      stop();
    },
    noteStoppedElsewhere(job) {
      if (askedToStop.delete(job.id)) noteStopped(job);
    },
  };
}

const isMoreUrgent = (one: QueuedJob, other: QueuedJob): boolean =>
  (one.priority ?? 0) > (other.priority ?? 0);
