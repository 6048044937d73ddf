import type { EngineError } from '../errors.ts';

/** What happens to jobs, as a screen shows it. */
export interface JobQueueState<Job, Report> {
  /** The job that is run now, here or by another tab. */
  running: RunningJob<Job> | null;
  /** What the runner tells of the running job, or told of the last one. */
  report: Report;
  /** Jobs that wait, the next first. */
  waiting: readonly Job[];
  /** What waits stays where it is: it is from an earlier visit, or the queue is held. */
  isPaused: boolean;
  /** Somebody has paused the queue: new jobs wait, too. */
  isHeld: boolean;
  failures: readonly FailedJob<Job>[];
  /** What was stopped here and can be finished after all, the last one at the end. */
  stopped: readonly Job[];
}

export interface RunningJob<Job> {
  job: Job;
  /** It was told to stop. */
  isStopping: boolean;
  /** Another tab runs it. */
  isElsewhere: boolean;
}

/** A job that came to nothing. */
export interface FailedJob<Job> {
  job: Job;
  error: EngineError;
}

/** Where the parts of a queue read and change its state. */
export interface StateAccess<Job, Report> {
  read(): JobQueueState<Job, Report>;
  change(part: Partial<JobQueueState<Job, Report>>): void;
}
