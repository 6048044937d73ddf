import type { PictureSize } from '../../images/picture-size.ts';

/** One value a pixel, row after row. */
interface Plane extends PictureSize {
  values: Float32Array;
}

/** At each pixel, `slope * guide + offset` is the filtered mask. */
export interface LinearModel extends PictureSize {
  slope: Float32Array;
  offset: Float32Array;
}

/**
 * Fits a mask to the edges of the picture that it belongs to: around each pixel the mask is taken
 * for a linear function of the picture's brightness. `radius` in pixels; a larger `smoothing` keeps
 * fewer edges. The model may be made at a small size and applied to the picture at its own.
 *
 * K. He, J. Sun, X. Tang, "Guided Image Filtering", 2013.
 */
export function fitGuidedFilter(
  guide: Plane,
  mask: Float32Array,
  radius: number,
  smoothing: number,
): LinearModel {
  const { values, width, height } = guide;
  const mean = (plane: Float32Array) => blurBox({ values: plane, width, height }, radius);
  const times = (a: Float32Array, b: Float32Array) =>
    a.map((value, index) => value * (b[index] ?? 0));
  const meanGuide = mean(values);
  const meanMask = mean(mask);
  const meanSquare = mean(times(values, values));
  const meanBoth = mean(times(values, mask));
  const slope = meanGuide.map((guideHere, index) => {
    const covariance = (meanBoth[index] ?? 0) - guideHere * (meanMask[index] ?? 0);
    const variance = (meanSquare[index] ?? 0) - guideHere * guideHere;
    return covariance / (variance + smoothing);
  });
  const offset = slope.map(
    (factor, index) => (meanMask[index] ?? 0) - factor * (meanGuide[index] ?? 0),
  );
  return { slope: mean(slope), offset: mean(offset), width, height };
}

/** The mean over a square of `2 radius + 1` pixels a side, or what of it lies inside the picture. */
export function blurBox({ values, width, height }: Plane, radius: number): Float32Array {
  const across = new Float32Array(values.length);
  for (let y = 0; y < height; y++) meanAlong(values, across, y * width, 1, width, radius);
  const both = new Float32Array(values.length);
  for (let x = 0; x < width; x++) meanAlong(across, both, x, width, height, radius);
  return both;
}

/** Along one row or column: its values lie `step` apart. */
function meanAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  let sum = 0;
  const at = (index: number) => from[start + index * step] ?? 0;
  for (let index = 0; index < Math.min(radius, count); index++) sum += at(index);
  for (let index = 0; index < count; index++) {
    if (index + radius < count) sum += at(index + radius);
    if (index - radius - 1 >= 0) sum -= at(index - radius - 1);
    const inside = Math.min(count, index + radius + 1) - Math.max(0, index - radius);
    to[start + index * step] = sum / inside;
  }
}
