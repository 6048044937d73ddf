import type { Correction } from '../../../engine/diffusion/diffusion-engine.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type { JobQueueState } from '../../../engine/studio/job-queue-state.ts';
import type { BulkReport } from '../../../engine/bulk/run-bulk-job.ts';
import type { BatchReport } from '../../../engine/studio/batch/run-batch-job.ts';
import type { QueueNews } from '../../../engine/studio/queue-news.ts';
import type { ImageJob } from '../image-job.ts';

/** What the running request is doing. */
export type ImageRun =
  | { status: 'idle' }
  | {
      /** `stopping`: it was told to stop. */
      status: ImageStage | 'stopping';
      job: ImageJob;
      progress: ImageProgress | null;
      /** Another tab draws it. */
      isElsewhere?: boolean;
    };

/**
 * `fetching`: a built-in model's files are on their way; `loading`: the model is read into memory;
 * `cutting`: sizes are cut from what was drawn; `processing`: pictures of a list are.
 */
type ImageStage = 'fetching' | 'loading' | 'drawing' | 'cutting' | 'processing';

export interface ImageProgress {
  /** Of how many pictures which one, from 0. */
  image: number;
  n: number;
  step: number;
  of: number;
  secondsLeft: number;
  preview: PixelImage | null;
}

/** What is told of the running request, or was told of the last one: the same in every tab. */
export interface ImageReport {
  stage: ImageStage;
  progress: ImageProgress | null;
  /** Impossible values of the request, and their replacements. */
  corrections: readonly Correction[];
  /** Ids of the request's pictures. */
  lastIds: readonly string[];
  lastSeconds: number | null;
  /** What was not drawn, because the same was drawn before. */
  cached: CachedDrawing | null;
  /** Of a batch that is running. */
  batch: BatchReport | null;
  /** Of a run on a list of pictures. */
  bulk: BulkReport | null;
}

export interface CachedDrawing {
  job: ImageJob;
  /** Of its pictures so many. */
  count: number;
}

export const FIRST_REPORT: ImageReport = {
  stage: 'fetching',
  progress: null,
  corrections: [],
  lastIds: [],
  lastSeconds: null,
  cached: null,
  batch: null,
  bulk: null,
};

/** What batches and lists make is shown elsewhere: the last pictures of this screen stay. */
export function beginReport({ task }: ImageJob, last: ImageReport): ImageReport {
  if (task.kind !== 'batch' && task.kind !== 'bulk') return FIRST_REPORT;
  const { lastIds, lastSeconds, cached } = last;
  return { ...FIRST_REPORT, lastIds, lastSeconds, cached };
}

type ImageQueueState = JobQueueState<ImageJob, ImageReport>;
export type ImageQueueNews = QueueNews<ImageJob, ImageReport>;

/** The queue as the screens show it. */
export interface QueueState
  extends
    Pick<ImageReport, 'corrections' | 'lastIds' | 'lastSeconds' | 'cached'>,
    Pick<ImageQueueState, 'isPaused' | 'isHeld' | 'failures' | 'stopped'> {
  run: ImageRun;
  /** Of the running batch. */
  batch: BatchReport | null;
  /** Of the running list of pictures. */
  bulk: BulkReport | null;
  /** Requests that wait, the next first. */
  queue: readonly ImageJob[];
}

export function toQueueState(state: ImageQueueState): QueueState {
  const { running, waiting: queue, isPaused, isHeld, failures, stopped } = state;
  const { stage, progress, corrections, lastIds, lastSeconds, cached, batch, bulk } = state.report;
  const run: ImageRun = running
    ? {
        status: running.isStopping ? 'stopping' : stage,
        job: running.job,
        progress,
        isElsewhere: running.isElsewhere,
      }
    : { status: 'idle' };
  const shown = { corrections, lastIds, lastSeconds, cached, batch, bulk };
  return { run, ...shown, queue, isPaused, isHeld, failures, stopped };
}
