import type { RecordedFailure } from '../http/recorded-error.ts';

export const JOB_STATUSES = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** How far a job is. */
export interface JobProgress {
  /** What it does, such as one of the seven stages. */
  stage: string;
  /** Of `of` steps of the whole job. */
  step: number;
  of: number;
  /** What can be seen of it: a PNG in base64. */
  preview?: string;
}

/** A job as its owner sees it. Times in ISO 8601. */
export interface JobView {
  jobId: string;
  kind: string;
  status: JobStatus;
  /** In the queue, from 1; absent once it runs. */
  position?: number;
  progress?: JobProgress;
  error?: RecordedFailure;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  /** How often it was begun. */
  attempts: number;
}

/** What happened to a job; `completed`, `failed` and `cancelled` are the last. */
export type JobEvent = { id: number } & (
  | { type: 'progress'; data: JobProgress }
  | { type: 'preview'; data: { stage: string; preview: string } }
  | { type: 'completed'; data: object }
  | { type: 'failed'; data: RecordedFailure }
  | { type: 'cancelled'; data: object }
);

/** What a job was asked for; as JSON, so that it can wait anywhere. */
export interface JobRequest {
  kind: string;
  request: object;
  /** The higher go first; those of one priority in the order in which they came. Default 0. */
  priority?: number;
  /** Id of the key that it was asked for with. */
  keyId?: string;
}

export interface JobQuery {
  status?: JobStatus;
  /** At most. */
  limit: number;
  /** Only those that were asked for before this job. */
  after?: string;
}

/** Where work waits for its turn, and where its result lies. */
export interface JobDesk {
  /** Throws `queue_full`, with `retryAfterSeconds`. */
  submit(request: JobRequest): Promise<JobView>;
  /** The newest first. */
  list(query: JobQuery): Promise<JobView[]>;
  /** Throws `job_not_found`. */
  find(jobId: string): Promise<JobView>;
  /** Throws `job_not_found`; `result_not_ready`, `job_cancelled`, or a `RecordedError` while there is none. */
  readResult(jobId: string): Promise<object>;
  /**
   * What happens, after the event `after`; what happened before is told first. Ends after the last
   * event or with the signal. Throws `job_not_found`.
   */
  watch(jobId: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent>;
  /** Does nothing to a job that has ended. Throws `job_not_found`. */
  cancel(jobId: string): Promise<JobView>;
}

/** Does what a job asks for; returns its result as JSON. */
export type RunJob = (
  job: Pick<JobRequest, 'kind' | 'request'>,
  report: (progress: JobProgress) => void,
  signal: AbortSignal,
) => Promise<object>;
