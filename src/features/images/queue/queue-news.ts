import type { ErrorCode, ErrorDetails } from '../../../engine/errors.ts';
import type { ImageJob } from './image-job.ts';
import type { SharedRun } from './image-run.ts';

/** What tabs tell each other about the shared queue. */
export type QueueNews =
  /** The stored queue has changed. */
  | { type: 'queue-change' }
  | { type: 'run-state'; state: SharedRun }
  | { type: 'run-failure'; job: ImageJob; code: ErrorCode; message: string; details: ErrorDetails }
  /** Asks the drawing tab to stop. */
  | { type: 'run-stop' }
  /** A new tab: the drawing tab reports what it draws. */
  | { type: 'run-ask' };
