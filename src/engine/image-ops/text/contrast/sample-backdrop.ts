import type { Box } from '../../pixels/box.ts';
import type { KeepImage, VipsImage } from '../../vips.ts';
import type { Rgb } from './luminance.ts';
import type { Backdrop } from './text-contrast.ts';

/** Enough to tell how light and how busy a part of a picture is. */
const SAMPLES_A_SIDE = 32;
const MOST_FRAMES = 12;

/**
 * Pixels of an area, in a grid, of all frames or of some that are spread evenly. `undefined` if all
 * of them are transparent: nobody knows what will be under the text.
 */
export function sampleBackdrop(
  frames: readonly VipsImage[],
  area: Box,
  keep: KeepImage,
): Backdrop | undefined {
  const every = Math.ceil(frames.length / MOST_FRAMES);
  const colours: Rgb[] = [];
  const weights: number[] = [];
  for (const frame of frames.filter((_, index) => index % every === 0)) {
    const bytes = readGrid(frame, area, keep);
    for (let at = 0; at < bytes.length; at += frame.bands) {
      colours.push([bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]);
      weights.push(frame.hasAlpha() ? (bytes[at + 3] ?? 0) / 255 : 1);
    }
  }
  return weights.some((weight) => weight > 0) ? { colours, weights } : undefined;
}

function readGrid(frame: VipsImage, area: Box, keep: KeepImage): Uint8Array {
  const { left, top, width, height } = area;
  const part = keep(frame.extractArea(left, top, width, height));
  const skip = (side: number) => Math.max(1, Math.ceil(side / SAMPLES_A_SIDE));
  return new Uint8Array(keep(part.subsample(skip(width), skip(height))).writeToMemory());
}
