import type { ErrorCode, ErrorDetails } from '../errors.ts';
import type { JobQueueState } from './job-queue-state.ts';

/** What tabs tell each other about the queue they share. */
export type QueueNews<Job, Report> =
  /** The stored jobs have changed. */
  | { type: 'queue-change' }
  | { type: 'queue-hold'; isHeld: boolean }
  | ({ type: 'run-state' } & Pick<JobQueueState<Job, Report>, 'running' | 'report'>)
  | { type: 'run-failure'; job: Job; code: ErrorCode; message: string; details: ErrorDetails }
  /** Asks the tab that runs this job to stop. */
  | { type: 'run-stop'; id: string }
  /** It was stopped for another tab, with so much of it done. */
  | { type: 'run-stopped'; job: Job }
  /** A new tab: the one that runs a job tells what it does. */
  | { type: 'run-ask' };
