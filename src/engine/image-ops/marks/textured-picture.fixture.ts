import type { PixelImage } from '../../images/pixel-image.ts';

const OCTAVES = 6;

/** A picture with details of all sizes, as photographs have; another one for each seed. */
export function paintTexture(width: number, height: number, seed: number): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let band = 0; band < 3; band++)
        data[4 * (y * width + x) + band] = 128 + 110 * noiseAt(x / 96, y / 96, 7 * seed + band);
  return { width, height, data };
}

/** Value noise, each octave with half the size and two thirds of the strength of that before. */
function noiseAt(x: number, y: number, seed: number): number {
  let value = 0;
  let strength = 0.5;
  for (let octave = 0; octave < OCTAVES; octave++) {
    value += strength * smoothNoise(x * 2 ** octave, y * 2 ** octave, seed + 31 * octave);
    strength /= 1.5;
  }
  return value;
}

function smoothNoise(x: number, y: number, seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const across = ease(x - left);
  const down = ease(y - top);
  const row = (at: number) => mix(randomAt(left, at, seed), randomAt(left + 1, at, seed), across);
  return mix(row(top), row(top + 1), down);
}

const ease = (share: number) => share * share * (3 - 2 * share);
const mix = (from: number, to: number, share: number) => from + (to - from) * share;

/** -1 to 1, the same for the same place. */
function randomAt(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 974_634_533);
  hash = Math.imul(hash ^ (hash >>> 13), 1_274_126_177);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
}
