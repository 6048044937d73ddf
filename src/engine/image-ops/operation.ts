import type * as z from 'zod/mini';
import { EngineError } from '../errors.ts';
import type { PictureSize } from '../images/picture-size.ts';
import type { Findings } from './findings.ts';
import type { OpenNetwork } from './networks/open-network.ts';
import type { Picture } from './picture.ts';
import type { CanvasPlatform } from './text/canvas-platform.ts';
import type { KeepImage, VipsImage, VipsLibrary, VipsModule } from './vips.ts';

/** What an operation works with. */
export interface OperationTools {
  vips: VipsModule;
  /** Frees an image when the request has ended. */
  keep: KeepImage;
  signal: AbortSignal;
  /** Opens one of the operation's `models`, which stays open for the next picture. */
  openNetwork: OpenNetwork;
  /** What text is drawn with. */
  connectCanvas(): Promise<CanvasPlatform>;
  /** Tells how much of a long operation is done, 0 to 1. */
  report(done: number): void;
  /** Hands over what was found out; a later finding replaces an earlier one of its kind. */
  note(findings: Findings): void;
}

/** What an operation makes of a picture: one, or several with names of their own. */
export type Made = Picture | readonly Picture[];

/** Something that is done to a picture. A new one is a file in `operations/` and a line in its table. */
export interface Operation<Schema extends z.ZodMiniType = z.ZodMiniType> {
  /** As requests name it. */
  name: string;
  /** With defaults and units. */
  options: Schema;
  /** Parts of libvips that it takes. */
  libraries?(options: z.output<Schema>): VipsLibrary[];
  /** Ids of the models that it takes. */
  models?(options: z.output<Schema>): string[];
  /** Throws `invalid_request` for options that do not suit this picture. */
  apply(picture: Picture, options: z.output<Schema>, tools: OperationTools): Made | Promise<Made>;
}

/** Lets the options' type be inferred from their schema. */
export function defineOperation<Schema extends z.ZodMiniType>(
  operation: Operation<Schema>,
): Operation<Schema> {
  return operation;
}

/** The picture with every frame changed in the same way. */
export function mapFrames(picture: Picture, change: (frame: VipsImage) => VipsImage): Picture {
  return { ...picture, frames: picture.frames.map(change) };
}

/** The frame that stands for the others. */
export function firstFrame({ frames: [first] }: Picture): VipsImage {
  if (!first) throw new EngineError('internal', 'The picture has no frame.');
  return first;
}

/** Width and height in pixels. */
export function sizeOf({ frames: [first] }: Picture): PictureSize {
  return { width: first?.width ?? 0, height: first?.height ?? 0 };
}
