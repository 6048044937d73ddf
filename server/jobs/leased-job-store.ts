import type { RecordedFailure } from '../../src/api/http/recorded-error.ts';
import type { JobEvent, JobProgress, JobQuery, JobView } from '../../src/api/jobs/job-desk.ts';
import type { JobStore, StoredJob } from '../../src/engine/studio/job-store.ts';

/** The right to run a job, until it is taken away: by its end, a cancel, or a worker's silence. */
export interface JobLease {
  job: StoredJob;
  /** Whoever has it may report and end the job; another attempt has another one. */
  token: string;
  /** This one counts. */
  attempts: number;
}

export interface JobRecord extends JobView {
  /** Where the result lies, by its name in the store of results. */
  result?: string;
}

/** What is told while a job runs; its end is told by its record. */
export type RunningEvent = Extract<JobEvent, { type: 'progress' | 'preview' }>;

export interface JobCounts {
  queued: number;
  processing: number;
  completed: number;
  failed: number;
  cancelled: number;
}

/**
 * Jobs that workers in any process take and hold under a lease. A worker that dies stops renewing, and
 * the job is given to another one; what the dead one might still say is not heard, so a job ends once.
 * All that needs a lease returns whether it was still held.
 */
export interface LeasedJobStore extends JobStore {
  /** The next job that may run now; absent where there is none. */
  take(): Promise<JobLease | undefined>;
  renew(lease: JobLease): Promise<boolean>;
  /** Gives a job back that was not finished, to be taken at once; the attempt does not count. */
  release(lease: JobLease): Promise<void>;
  report(lease: JobLease, progress: JobProgress): Promise<boolean>;
  /** Before a result is written: it is loose until its job is complete. */
  expectResult(lease: JobLease, result: string): Promise<void>;
  /** `result` names what lies in the store of results, of so many bytes. */
  complete(lease: JobLease, result: string, bytes: number): Promise<boolean>;
  /** Ends the job, or has it tried again after `retryMs`. */
  fail(lease: JobLease, failure: RecordedFailure, retryMs?: number): Promise<boolean>;
  find(id: string): Promise<JobRecord | undefined>;
  /** The newest first. `after` that is not there gives an empty page. */
  page(query: JobQuery): Promise<JobRecord[]>;
  /** Does nothing to a job that has ended. */
  cancel(id: string): Promise<void>;
  /** Those after number `after`, in order. Of previews, only the newest is kept. */
  events(id: string, after: number): Promise<RunningEvent[]>;
  count(): Promise<JobCounts>;
  /** Of those that wait, also for another attempt. */
  countWaiting(): Promise<number>;
  /** Forgets jobs that ended before; their results are loose. */
  forgetEnded(before: number): Promise<void>;
  /**
   * The same for the jobs that ended first, as long as all results together are of more bytes. The
   * newest result stays in any case.
   */
  forgetBeyond(bytes: number): Promise<void>;
  /** Results that no job has: those of forgotten ones, and those that were expected before then. */
  looseResults(before: number): Promise<string[]>;
  /** They have been removed. */
  dropResults(results: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface LeaseOptions {
  /** After which a silent worker has lost its job. Default 15 s. */
  leaseMs?: number;
  /** How often a job may be begun before workers that die with it count as its fault. Default 10. */
  maxStarts?: number;
}

export const LEASE_MS = 15_000;
export const MAX_STARTS = 10;

/** Events of a job that are kept. */
export const MAX_EVENTS = 200;

/** What is recorded of a job that ended every worker that began it. */
export function describeLostJob(attempts: number): RecordedFailure {
  return {
    code: 'engine_crashed',
    message: `The job was begun ${attempts} times, and each time its worker ended with it.`,
    details: { attempts },
  };
}
