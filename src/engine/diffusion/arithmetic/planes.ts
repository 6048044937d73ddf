import type { PixelImage } from '../../images/pixel-image.ts';

/** Colour planes `[3, height, width]` in −1 … 1, as networks exchange pictures. */
export interface Planes {
  width: number;
  height: number;
  values: Float32Array;
}

/** −1 … 1 to 0 … 255, rounded as diffusers does. */
export function toPixels({ width, height, values }: Planes): PixelImage {
  const count = width * height;
  const data = new Uint8ClampedArray(count * 4);
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      data[pixel * 4 + channel] = Math.round(
        255 * clampUnit((values[channel * count + pixel] ?? 0) / 2 + 0.5),
      );
    data[pixel * 4 + 3] = 255;
  }
  return { width, height, data };
}

/** 0 … 255 to −1 … 1; transparent pixels are put on white. */
export function toPlanes({ width, height, data }: PixelImage): Planes {
  const count = width * height;
  const values = new Float32Array(count * 3);
  for (let pixel = 0; pixel < count; pixel++) {
    const alpha = (data[pixel * 4 + 3] ?? 255) / 255;
    for (let channel = 0; channel < 3; channel++) {
      const over = (data[pixel * 4 + channel] ?? 0) * alpha + 255 * (1 - alpha);
      values[channel * count + pixel] = (over / 255) * 2 - 1;
    }
  }
  return { width, height, values };
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
