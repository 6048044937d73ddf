import type { KeepImage, VipsImage } from '../vips.ts';

/** What a network sees where a picture is transparent: grey, which stands out against nothing. */
const BACKDROP = 128;

/** Red, green and blue of an image without its transparency, 0 to 255, interleaved. */
export function readRgb(image: VipsImage, keep: KeepImage): Uint8Array {
  const opaque = image.hasAlpha()
    ? keep(image.flatten({ background: [BACKDROP, BACKDROP, BACKDROP] }))
    : image;
  return opaque.writeToMemory() as Uint8Array;
}

/**
 * Planes one after the other out of interleaved pixels, `[3, height, width]`, each value changed by
 * `change`.
 *
 * @example
 * const twoPixels = Uint8Array.of(1, 2, 3, 4, 5, 6);
 * [...toPlanes(twoPixels, 'rgb', (value) => value)]; // → [1, 4, 2, 5, 3, 6]
 * [...toPlanes(twoPixels, 'bgr', (value) => value)]; // → [3, 6, 2, 5, 1, 4]
 */
export function toPlanes(
  pixels: Uint8Array,
  order: 'rgb' | 'bgr',
  change: (value: number, band: number) => number,
): Float32Array {
  const count = pixels.length / 3;
  const planes = new Float32Array(pixels.length);
  for (let band = 0; band < 3; band++) {
    const from = order === 'rgb' ? band : 2 - band;
    for (let at = 0; at < count; at++)
      planes[band * count + at] = change(pixels[3 * at + from] ?? 0, band);
  }
  return planes;
}
