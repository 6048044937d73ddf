import type { MaskImage } from './pixel-image.ts';

/** From here on a pixel of a mask counts as masked. */
export const MASK_THRESHOLD = 128;

/**
 * How much of the new picture each pixel takes, 0 to 255: all of it where the mask is set, none
 * where it is not, so that unmasked parts stay identical to the bit. With `featherPixels` above 0
 * the new picture fades in from the edge inwards.
 */
export function opacityOfMask({ width, height, data }: MaskImage, featherPixels = 0): MaskImage {
  const isSet = Float32Array.from(data, (value) => (value >= MASK_THRESHOLD ? 1 : 0));
  const soft = featherPixels > 0 ? blur(isSet, width, height, Math.round(featherPixels)) : isSet;
  const opacity = Uint8ClampedArray.from(soft, (share, index) =>
    isSet[index] ? 255 * (2 * share - 1) : 0,
  );
  return { width, height, data: opacity };
}

/** A running mean along rows, then along columns; beyond the edges the last pixel goes on. */
function blur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const rows = averageLines(values, width, height, 1, width, radius);
  return averageLines(rows, height, width, width, 1, radius);
}

function averageLines(
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  radius: number,
): Float32Array {
  const averaged = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    const at = (index: number) =>
      values[line * lineStep + Math.min(length - 1, Math.max(0, index)) * step] ?? 0;
    let sum = 0;
    for (let index = -radius; index <= radius; index++) sum += at(index);
    for (let index = 0; index < length; index++) {
      averaged[line * lineStep + index * step] = sum / (2 * radius + 1);
      sum += at(index + radius + 1) - at(index - radius);
    }
  }
  return averaged;
}
