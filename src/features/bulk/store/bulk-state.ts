import type { StoreApi } from 'zustand/vanilla';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import type { GivenPoint } from '../../../engine/bulk/focal-points.ts';
import type { EngineError } from '../../../engine/errors.ts';

/** What is being done with many pictures at once. */
export type BulkRun =
  | { status: 'idle' }
  /** Jobs are before it in the queue, or somebody must continue the queue. */
  | { status: 'waiting'; before: number; isPaused: boolean; of: number }
  | {
      status: 'running';
      /** Pictures that are through, with those that failed. */
      done: number;
      failed: number;
      of: number;
      /** So many were processed since then, as `performance.now` counts. */
      processed: number;
      startedAt: number;
    }
  | {
      status: 'ended';
      done: number;
      failed: number;
      of: number;
      seconds: number;
      isCancelled: boolean;
    }
  /** It ended before its time, for a reason that has nothing to do with one picture. */
  | { status: 'failed'; error: EngineError };

export const isUnderWay = ({ status }: BulkRun) => status === 'running' || status === 'waiting';

export interface BulkState {
  /** `null` until they have been read. */
  items: readonly BulkItem[] | null;
  /** The picture that is shown. */
  selectedId: string | null;
  run: BulkRun;
  /** The picture that is processed now, and how much of it is done, 0 to 1. */
  work: { id: string; done: number } | null;
  /** Taken from the list a moment ago, and can still be restored. */
  removed: readonly BulkItem[];
  /** So many of the files that were added last are no pictures. */
  leftOut: number;
  /** What the browser did not keep. */
  problem: EngineError | null;
}

export interface BulkActions {
  /** Reads the list as it was left; once. */
  restore(): Promise<void>;
  /** Adds pictures; other files are left out. */
  add(files: readonly File[]): Promise<void>;
  select(id: string | null): void;
  remove(ids: readonly string[]): void;
  undoRemove(): void;
  /** Runs the chain on every picture that it has not run on yet. */
  process(): Promise<void>;
  /** Runs the chain once more on the pictures that failed. */
  retryFailed(): Promise<void>;
  /** Ends the run at once; what was made stays. */
  cancel(): void;
  /** Continues the queue in which a run waits. */
  resume(): void;
  /** Runs the chain on one picture, unless it has or a run is under way. */
  preview(id: string, signal: AbortSignal): Promise<void>;
  /** Crops of this picture keep a point; `null`: it is found again. */
  setFocalPoint(id: string, point: GivenPoint | null): Promise<void>;
  readSource(id: string): Promise<Blob>;
  /** What was made of a picture, in the order of its outcome's files. */
  readMade(id: string): Promise<Blob[]>;
  dismiss(): void;
}
export type BulkStore = StoreApi<BulkState & BulkActions>;
