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
  /** Another tab asks for the end of this job, which may have ended on its own. */
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

export function createOwnRun<Job extends QueuedJob, Report>(
  options: OwnRunOptions<Job, Report>,
): OwnRun<Job> {
  const { waiting, tabs, runJob, firstReport, read, change } = options;
  const { beginReport = () => firstReport } = options;
  const news = createRunNews(options);
  let stopper: AbortController | undefined;
  let isStoppedElsewhere = false;
  /** Jobs of other tabs that this one has asked to stop. */
  const askedToStop = new Set<string>();

  /** A user's stop is not a failure; what ended on its own must not end silently. */
  function noteEnd(job: Job, signal: AbortSignal, thrown: unknown): void {
    if (!signal.aborted) news.fail(job, EngineError.from(thrown));
    else if (isStoppedElsewhere) tabs.tell({ type: 'run-stopped', job });
    else news.noteStopped(job);
  }

  async function run(job: Job): Promise<void> {
    const { signal } = (stopper = new AbortController());
    change({ waiting: read().waiting.filter(({ id }) => id !== job.id) });
    const running = { job, isStopping: false, isElsewhere: false };
    news.changeShared({ running, report: beginReport(job, read().report) });
    const { progress, current, end } = follow(job, options, news);
    let isLeft = false;
    try {
      isLeft = (await runJob(job, signal, progress)) === 'unfinished';
      if (isLeft) throwIfAborted(signal);
    } catch (thrown) {
      isLeft = false;
      noteEnd(current(), signal, thrown);
    } finally {
      end();
      stopper = undefined;
      isStoppedElsewhere = false;
      if (!isLeft) await waiting.forget(job.id);
      const left = isLeft ? [...read().waiting, current()].sort(compareJobs) : read().waiting;
      news.changeShared({ running: null, waiting: left });
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
      news.changeShared({ running: stopping });
      stopper?.abort();
    }
  }

  return {
    isOn: () => stopper !== undefined,
    run,
    share: news.share,
    stop,
    stopForOther(id) {
      const { running } = read();
      if (stopper === undefined || running?.job.id !== id || running.isStopping) return;
      isStoppedElsewhere = true;
      stop();
    },
    noteStoppedElsewhere(job) {
      if (askedToStop.delete(job.id)) news.noteStopped(job);
    },
  };
}

type NewsOptions<Job, Report> = Pick<OwnRunOptions<Job, Report>, 'tabs' | 'read' | 'change'>;

type RunNews<Job extends QueuedJob, Report> = ReturnType<typeof createRunNews<Job, Report>>;

/** Changes what this tab shows of the run, and tells the others. */
function createRunNews<Job extends QueuedJob, Report>({
  tabs,
  read,
  change,
}: NewsOptions<Job, Report>) {
  function share(): void {
    const { running, report } = read();
    tabs.tell({ type: 'run-state', running, report });
  }
  return {
    share,
    changeShared(part: Partial<JobQueueState<Job, Report>>): void {
      change(part);
      share();
    },
    noteStopped: (job: Job): void => change({ stopped: [...read().stopped, job] }),
    /** A failure is shown where the job was run, and where it was asked for. */
    fail(job: Job, error: EngineError): void {
      const { code, message, details } = error;
      change({ failures: [...read().failures, { job, error }] });
      tabs.tell({ type: 'run-failure', job, code, message, details });
    },
  };
}

/** What a runner may tell of a job until it is over; what it tells later is of no job. */
function follow<Job extends QueuedJob, Report>(
  job: Job,
  { read, waiting }: Pick<OwnRunOptions<Job, Report>, 'read' | 'waiting'>,
  { changeShared }: Pick<RunNews<Job, Report>, 'changeShared'>,
) {
  let current = job;
  let isOver = false;
  const progress: JobProgress<Report> = {
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
    mustGiveWay: () => read().isHeld || read().waiting.some((other) => isMoreUrgent(other, job)),
  };
  return { progress, current: () => current, end: () => void (isOver = true) };
}

const isMoreUrgent = (one: QueuedJob, other: QueuedJob): boolean =>
  (one.priority ?? 0) > (other.priority ?? 0);
