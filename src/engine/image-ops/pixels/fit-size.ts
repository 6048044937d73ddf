import type { PictureSize } from '../../images/picture-size.ts';
import { MAX_SIDE } from '../options.ts';

/** How a picture of another shape goes into a frame, named as CSS's `object-fit`. */
export const FITS = ['cover', 'contain', 'fill', 'inside', 'outside'] as const;
export type Fit = (typeof FITS)[number];

interface FitRequest {
  width: number | undefined;
  height: number | undefined;
  fit: Fit;
  /** Whether a small picture may become larger. */
  enlarge: boolean;
}

/** The size to scale a picture to, and the frame that it is cut or padded to. */
export interface FittedSize {
  scaled: PictureSize;
  frame: PictureSize;
}

/**
 * With one side only, the other follows from the picture's shape.
 *
 * @example
 * const request = { width: 100, height: 100, enlarge: true } as const;
 * const wide = { width: 400, height: 200 };
 * fitSize(wide, { ...request, fit: 'inside' }).frame; // → { width: 100, height: 50 }
 * fitSize(wide, { ...request, fit: 'cover' }).scaled; // → { width: 200, height: 100 }
 */
export function fitSize(
  before: PictureSize,
  { width, height, fit, enlarge }: FitRequest,
): FittedSize {
  const across = width === undefined ? undefined : width / before.width;
  const down = height === undefined ? undefined : height / before.height;
  const wanted = {
    width: width ?? clampSide(before.width * (down ?? 1)),
    height: height ?? clampSide(before.height * (across ?? 1)),
  };
  if (fit === 'fill') {
    const scaled = enlarge ? wanted : smallerOf(wanted, before);
    return { scaled, frame: scaled };
  }
  const scales = [across, down].filter((scale) => scale !== undefined);
  const isWithin = fit === 'inside' || fit === 'contain';
  const scale = isWithin ? Math.min(...scales) : Math.max(...scales);
  const scaled = scaleSize(before, enlarge ? scale : Math.min(1, scale));
  if (fit === 'contain') return { scaled, frame: wanted };
  // A picture that may not become larger fills as much of the frame as it can.
  return { scaled, frame: fit === 'cover' ? smallerOf(wanted, scaled) : scaled };
}

function scaleSize({ width, height }: PictureSize, scale: number): PictureSize {
  return { width: clampSide(width * scale), height: clampSide(height * scale) };
}

function smallerOf(a: PictureSize, b: PictureSize): PictureSize {
  return { width: Math.min(a.width, b.width), height: Math.min(a.height, b.height) };
}

function clampSide(length: number): number {
  return Math.min(MAX_SIDE, Math.max(1, Math.round(length)));
}

/** Where the inner one's top left corner lies if it is put in the middle of the outer one. */
export function centre(outer: PictureSize, inner: PictureSize): { left: number; top: number } {
  return {
    left: Math.floor((outer.width - inner.width) / 2),
    top: Math.floor((outer.height - inner.height) / 2),
  };
}
