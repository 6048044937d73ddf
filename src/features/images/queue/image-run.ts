import type { Correction } from '../../../engine/diffusion/diffusion-engine.ts';
import type { EngineError } from '../../../engine/errors.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type { ImageJob } from './image-job.ts';

/** What the running request is doing. */
export type ImageRun =
  | { status: 'idle' }
  /**
   * `fetching`: a built-in model's files are on their way; `loading`: the model is read into
   * memory; `stopping`: it was told to stop.
   */
  | {
      status: 'fetching' | 'loading' | 'drawing' | 'stopping';
      job: ImageJob;
      progress: ImageProgress | null;
      /** Another tab draws it. */
      isElsewhere?: boolean;
    };

export interface ImageProgress {
  /** Of how many pictures which one, from 0. */
  image: number;
  n: number;
  step: number;
  of: number;
  secondsLeft: number;
  preview: PixelImage | null;
}

/** A request that came to nothing. */
export interface FailedJob {
  job: ImageJob;
  error: EngineError;
}

/** The running request and the result of the last one: the same in every tab. */
export interface SharedRun {
  run: ImageRun;
  /** Impossible values of the last request, and their replacements. */
  corrections: readonly Correction[];
  /** Ids of the last request's pictures. */
  lastIds: readonly string[];
  lastSeconds: number | null;
}

export interface QueueState extends SharedRun {
  /** Requests that wait, the next first. */
  queue: readonly ImageJob[];
  /** Requests from an earlier visit wait until the user says so. */
  isPaused: boolean;
  failures: readonly FailedJob[];
  /** What was stopped here and can be drawn after all, the last one at the end. */
  stopped: readonly ImageJob[];
}

export const IDLE: QueueState = {
  run: { status: 'idle' },
  corrections: [],
  lastIds: [],
  lastSeconds: null,
  queue: [],
  isPaused: false,
  failures: [],
  stopped: [],
};
