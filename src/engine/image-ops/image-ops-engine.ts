import type { Findings } from './findings.ts';
import type { PictureLimits } from './inspect/inspect-picture.ts';
import type { PictureKind } from './inspect/picture-kind.ts';
import type { Box } from './pixels/box.ts';
import type { FrameChoice } from './open-picture.ts';

/** One operation with its options, as a recipe has it. */
export interface OperationRequest {
  /** A name of `operations/operations.ts`. */
  op: string;
  /** Default: those of the operation. */
  options?: unknown;
}

export interface ImageOpsRequest {
  /** The picture. Its kind is read from its bytes. */
  file: Blob;
  /** In this order. None: the picture is only sanitized. */
  operations: readonly OperationRequest[];
  /** Whether an animation stays one. Default `first`. */
  frames?: FrameChoice;
  limits?: Partial<PictureLimits>;
}

export interface ProcessedFile {
  file: Blob;
  /** What tells it from the other files of the same picture, such as `og`. */
  name?: string | undefined;
  width: number;
  height: number;
  /** The part of the original that it shows, in the original's pixels, where it was cropped. */
  crop?: Box | undefined;
  /** Ending that suits the format, such as `webp`. */
  extension: string;
  /** That it was written with, where the format has one. */
  quality?: number | undefined;
}

export type ImageOpsEvent =
  /** What the picture was before. */
  | { type: 'picture-start'; kind: PictureKind; width: number; height: number; frames: number }
  | { type: 'operation-start'; index: number; of: number; op: string }
  /** Of an operation that takes long: how much is done, 0 to 1. */
  | { type: 'operation-progress'; index: number; done: number }
  | { type: 'finish'; files: readonly ProcessedFile[]; findings: Findings; ms: number };

/** Does to pictures what people do to pictures. */
export interface ImageOpsEngine {
  /**
   * Runs operations on one picture. Options are checked first, then its header, then whether the
   * models are here, and only then is it decoded. An operation that makes several pictures leaves
   * each of them to those that follow. Requests wait for one another. Throws `invalid_request`
   * (options, or a damaged picture), `not_supported` (kind of file), `limit_exceeded`,
   * `model_not_installed` (its `details.model`), `out_of_memory`, `aborted`.
   */
  process(request: ImageOpsRequest, signal: AbortSignal): AsyncIterable<ImageOpsEvent>;
}
