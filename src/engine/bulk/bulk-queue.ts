import type { EngineError } from '../errors.ts';
import type { BulkReport, BulkTask } from './run-bulk-job.ts';

/** A run on a list of pictures, as the queue knows it. */
export type BulkJobState =
  | BulkWait
  /** `isStopping`: it was told to stop, and nothing more of it is of interest. */
  | { status: 'running'; of: number; report: BulkReport | null; isStopping: boolean }
  | { status: 'failed'; error: EngineError };

/** Jobs are before it in the queue, or it waits until somebody continues the queue. */
export interface BulkWait {
  status: 'waiting';
  /** Jobs that come first, with the one that is running. */
  before: number;
  isPaused: boolean;
  /** Pictures of the whole run. */
  of: number;
}

/** The queue that runs on lists of pictures wait in, with other jobs. */
export interface BulkQueue {
  /**
   * What is known here of the run on a list. `undefined`: it has ended, was stopped or never began,
   * or is between two tabs; then `isStored` tells.
   */
  find(listId: string): BulkJobState | undefined;
  isStored(listId: string): Promise<boolean>;
  /** Called for every change; returns what ends that. */
  subscribe(listener: () => void): () => void;
  enqueue(task: BulkTask): void;
  /** Takes the run on a list out, whether it waits, runs, failed or was stopped. */
  giveUp(listId: string): void;
  /** Continues the whole queue. */
  resume(): void;
}
