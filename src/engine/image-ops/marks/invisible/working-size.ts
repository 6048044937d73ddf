import type { PictureSize } from '../../../images/picture-size.ts';

/**
 * The mark is hidden in a small copy and enlarged with what it changes, so that it takes the same
 * time in every picture and is still there in a smaller one. Pixels.
 */
const WORKING_AREA = 256 * 256;

/** Of a small copy that tells anything. Pixels. */
const SMALLEST_SIDE = 32;

/**
 * A mark is read at the size at which it was hidden, give or take an eighth. A part that was cut out
 * must be read at a smaller one: these, of which the last suits a part with half the sides.
 */
const SCALES = [1, 0.85, 0.72, 0.61, 0.52];

/** How often a picture is read at most: at every scale, and once as it is. */
export const MAX_READINGS = SCALES.length + 1;

/** The size at which a mark is hidden: never more than the picture's own. */
export function workingSize(size: PictureSize): PictureSize {
  return scaleSize(size, Math.min(1, scaleToWorkingArea(size)));
}

/** The sizes at which a mark may be found, the likeliest first. */
export function readingSizes(size: PictureSize): PictureSize[] {
  const scale = scaleToWorkingArea(size);
  const asItIs = scale > 1 ? [size] : [];
  return [...asItIs, ...SCALES.map((part) => scaleSize(size, part * scale))].filter(
    ({ width, height }) => Math.min(width, height) >= SMALLEST_SIDE,
  );
}

function scaleToWorkingArea({ width, height }: PictureSize): number {
  return Math.sqrt(WORKING_AREA / (width * height));
}

/** At least one pixel a side. */
export function scaleSize({ width, height }: PictureSize, scale: number): PictureSize {
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
