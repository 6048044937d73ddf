import type { PixelImage } from '../../src/engine/images/pixel-image.ts';

const MODULUS = 2147483647;

/**
 * As hard to compress as a photograph: soft shapes of many sizes, and a little grain. A seed always
 * gives the same picture.
 */
export function paintPhotograph(side: number, seed: number): PixelImage {
  let state = seed + 1;
  const random = () => (state = (state * 48271) % MODULUS) / MODULUS;
  const waves = Array.from({ length: 24 }, (_, index) => {
    const frequency = (2 * Math.PI * 1.35 ** index) / 400;
    const direction = 2 * Math.PI * random();
    return {
      x: frequency * Math.cos(direction),
      y: frequency * Math.sin(direction),
      phase: 2 * Math.PI * random(),
      strength: 60 / (1 + index / 2),
      band: index % 3,
    };
  });
  const data = new Uint8ClampedArray(4 * side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const pixel = [128, 128, 128, 255];
      for (const { x: across, y: down, phase, strength, band } of waves)
        pixel[band] = (pixel[band] ?? 0) + strength * Math.sin(x * across + y * down + phase);
      const grain = 6 * (random() - 0.5);
      data.set(
        pixel.map((value, band) => (band < 3 ? value + grain : value)),
        4 * (y * side + x),
      );
    }
  return { width: side, height: side, data };
}
