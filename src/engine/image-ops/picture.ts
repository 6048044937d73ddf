import type { OutputOptions } from './encode-picture.ts';
import type { Box } from './pixels/box.ts';
import type { VipsImage } from './vips.ts';

/** A picture between operations. */
export interface Picture {
  /** Upright, sRGB, 8 bits a channel, with alpha or without; more than one if it is animated. */
  frames: readonly VipsImage[];
  /** How long each frame is shown, in milliseconds; empty for a still picture. */
  delaysMs: readonly number[];
  /** How often an animation plays; 0: for ever. */
  loop: number;
  /** What tells it from others that were made of the same picture, such as `og`. */
  name?: string;
  /** The part of the original that it shows, in the original's pixels. */
  crop?: Box;
  /** How it will be written. */
  output: OutputOptions;
}
