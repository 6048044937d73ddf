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

/** Of a mirrored picture: as it is, and at the size at which the mark was hidden. */
const MIRRORED_READINGS = 2;

/** How often a picture is read at most: at every scale, once as it is, and mirrored. */
export const MAX_READINGS = SCALES.length + 1 + MIRRORED_READINGS;

/** The size at which a picture is read, and whether left and right are exchanged before. */
export interface Reading extends PictureSize {
  isMirrored: boolean;
}

/** The size at which a mark is hidden: never more than the picture's own. */
export function workingSize(size: PictureSize): PictureSize {
  return scaleSize(size, Math.min(1, scaleToWorkingArea(size)));
}

/** How a mark may be found, the likeliest first. */
export function listReadings({ width, height }: PictureSize): Reading[] {
  const size = { width, height };
  const scale = scaleToWorkingArea(size);
  const asItIs = scale > 1 ? [size] : [];
  const sizes = [...asItIs, ...SCALES.map((part) => scaleSize(size, part * scale))].filter(
    (each) => Math.min(each.width, each.height) >= SMALLEST_SIDE,
  );
  return [
    ...sizes.map((each) => ({ ...each, isMirrored: false })),
    ...sizes.slice(0, MIRRORED_READINGS).map((each) => ({ ...each, isMirrored: true })),
  ];
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
