import type { Findings } from '../../image-ops/findings.ts';
import type { FocalPoint } from '../../image-ops/focal/focal-point.ts';
import type { Box } from '../../image-ops/pixels/box.ts';
import type { PictureSize } from '../../images/picture-size.ts';
import type {
  FinishedPicture,
  PictureEvent,
  PictureRequest,
  PictureSoFar,
  ResumedPicture,
} from '../stages/picture-request.ts';
import type { StageTime } from '../stages/stages.ts';
import type { BaseLimits, WantedSize } from './plan-bases.ts';

/** One motif in several sizes. */
export interface BatchRequest extends Omit<PictureRequest, 'width' | 'height' | 'resume'> {
  /** Not empty; their names differ. */
  sizes: readonly WantedSize[];
  limits?: BaseLimits;
  /** Shapes of bases to choose from, where they were not drawn. Default: what the model draws. */
  shapes?: readonly PictureSize[];
  /** Points that crops keep, by the base's index. Default: they are found. */
  focalPoints?: readonly (Pick<FocalPoint, 'x' | 'y'> | undefined)[];
  /**
   * Bases of an earlier run of the same sizes and model, by their index: they are not drawn again.
   * One with a `stage` goes on from it.
   */
  bases?: readonly (PictureSoFar | ResumedPicture | undefined)[];
  /** Of an earlier run of the same request with the same bases: these are not made again. */
  images?: readonly BatchImage[];
}

/** A picture of one of the sizes. */
export interface BatchImage extends FinishedPicture {
  name: string;
  /** Index of the base that it was cut from. */
  base: number;
  /** The part of the base that it shows, in the base's pixels. */
  crop: Box;
}

/** A picture that was drawn, and what its crops keep. */
export interface BatchBase extends PictureSoFar {
  focalPoint: FocalPoint;
  /** What the stages of its drawing found out; absent if it came whole from an earlier run. */
  findings?: Findings;
}

export type BatchEvent =
  /** What will be drawn, and which sizes come out of it. */
  | { type: 'batch-start'; bases: number; sizes: number; seed: number }
  /** A stage of a base's drawing. */
  | { type: 'base-event'; base: number; event: Exclude<PictureEvent, { type: 'finish' }> }
  /** While sizes are cut from a base, which may be enlarged for that: how much is done, 0 to 1. */
  | { type: 'cut-progress'; base: number; done: number }
  | { type: 'base-end'; index: number; base: BatchBase }
  | { type: 'size-end'; image: BatchImage }
  | {
      type: 'finish';
      images: readonly BatchImage[];
      bases: readonly BatchBase[];
      seed: number;
      /** Of all bases and sizes together; `process` has the cutting in it. */
      stages: readonly StageTime[];
      ms: number;
      /** It was made for an earlier request of the same kind; so were the times. */
      cached?: true;
    };
