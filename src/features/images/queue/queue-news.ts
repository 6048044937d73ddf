import type { ErrorCode, ErrorDetails } from '../../../engine/errors.ts';
import type { ImageJob } from './image-job.ts';
import type { SharedRun } from './image-run.ts';

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
