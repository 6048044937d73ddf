import type { PictureLimits } from './inspect/inspect-picture.ts';
import type { PictureKind } from './inspect/picture-kind.ts';
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
  width: number;
  height: number;
  /** Ending that suits the format, such as `webp`. */
  extension: string;
  /** That it was written with, where the format has one. */
  quality?: number | undefined;
}

export type ImageOpsEvent =
  /** What the picture was before. */
  | { type: 'picture-start'; kind: PictureKind; width: number; height: number; frames: number }
  | { type: 'operation-start'; index: number; of: number; op: string }
  | { type: 'finish'; files: readonly ProcessedFile[]; ms: number };

/** Does to pictures what people do to pictures. */
export interface ImageOpsEngine {
  /**
   * Runs operations on one picture. Options are checked before it is decoded, its header before
   * that. Requests wait for one another. Throws `invalid_request` (options, or a damaged picture), `not_supported` (kind of file),
   * `limit_exceeded`, `out_of_memory`, `aborted`.
   */
  process(request: ImageOpsRequest, signal: AbortSignal): AsyncIterable<ImageOpsEvent>;
}
