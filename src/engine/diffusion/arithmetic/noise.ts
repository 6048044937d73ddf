import { logarithm, sine } from './exact-functions.ts';

/**
 * Unit normal noise from a seed: the same numbers on every device, in every browser and in Node.
 */
export interface NoiseSource {
  /**
   * The next `count` numbers. Calls are numbered: the n-th call gives the same result whatever the
   * earlier counts were.
   */
  draw(count: number): Float32Array;
}

/** The largest seed: beyond it, neighbouring whole numbers cannot be told apart. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/**
 * Philox 4x32-10 (Salmon et al. 2011) with Box-Muller, laid out as PyTorch does on CUDA: a seed
 * gives the noise that Stable Diffusion on an NVIDIA GPU (and AUTOMATIC1111 with "RNG: NV") starts
 * from.
 *
 * @example
 * const [first, again] = [createNoiseSource(7), createNoiseSource(7)];
 * first.draw(3); // → again.draw(3)
 */
export function createNoiseSource(seed: number): NoiseSource {
  const key = Uint32Array.of(seed % 2 ** 32, Math.floor(seed / 2 ** 32));
  const words = new Uint32Array(4);
  let call = 0;
  return {
    draw(count) {
      const values = new Float32Array(count);
      for (let index = 0; index < count; index++) {
        words.set([call, 0, index, 0]);
        philox(words, key);
        values[index] = toNormal(words[0] ?? 0, words[1] ?? 0);
      }
      call++;
      return values;
    },
  };
}

const TO_UNIT = 2 ** -32;
const TO_ANGLE = Math.fround(2 * Math.PI) * TO_UNIT;

/** Box and Muller 1958; two whole numbers below 2^32 to one normal one. */
function toNormal(radius: number, angle: number): number {
  return Math.sqrt(-2 * logarithm((radius + 0.5) * TO_UNIT)) * sine((angle + 0.5) * TO_ANGLE);
}

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_C = 0xcd9e8d57;
const WEYL_LOW = 0x9e3779b9;
const WEYL_HIGH = 0xbb67ae85;
const ROUNDS = 10;

/** Turns a counter of four 32-bit words into four random ones, in place. */
export function philox(words: Uint32Array, key: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = words;
  let [low = 0, high = 0] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const nextA = multiplyHigh(MULTIPLIER_C, c) ^ b ^ low;
    const nextC = multiplyHigh(MULTIPLIER_A, a) ^ d ^ high;
    b = Math.imul(MULTIPLIER_C, c);
    d = Math.imul(MULTIPLIER_A, a);
    a = nextA;
    c = nextC;
    low = (low + WEYL_LOW) | 0;
    high = (high + WEYL_HIGH) | 0;
  }
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
}

/** The upper half of the 64-bit product of two 32-bit numbers. */
function multiplyHigh(x: number, y: number): number {
  const [x0, x1] = [x & 0xffff, x >>> 16];
  const [y0, y1] = [y & 0xffff, y >>> 16];
  const middle = x1 * y0 + ((x0 * y0) >>> 16);
  const lower = (middle & 0xffff) + x0 * y1;
  return (x1 * y1 + Math.floor(middle / 0x10000) + Math.floor(lower / 0x10000)) | 0;
}

/**
 * Interpolates between two noises, `share` of the way from the first to the second, along the
 * sphere on which unit noise lies (a straight line would weaken it in the middle).
 */
export function mixNoise(first: Float32Array, second: Float32Array, share: number): Float32Array {
  const dot = first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0);
  const cosine = dot / (lengthOf(first) * lengthOf(second));
  if (!(Math.abs(cosine) < 0.9995))
    return first.map((value, index) => value + share * ((second[index] ?? 0) - value));
  const angle = Math.acos(cosine);
  const [a, b] = [
    Math.sin((1 - share) * angle) / Math.sin(angle),
    Math.sin(share * angle) / Math.sin(angle),
  ];
  return first.map((value, index) => a * value + b * (second[index] ?? 0));
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
