/** Loudness of a sound by time and pitch, in decibels: `[frame][band]`. */
export type BandLevels = number[][];

const FFT_SIZE = 512;
const MIN_HZ = 100;
const MAX_HZ = 7000;
/** Anything quieter counts as silence and is not compared. */
const FLOOR_DB = -80;

/**
 * Levels in `bands` bands of equal width in octaves between 100 Hz and 7 kHz, in frames of 512
 * samples that lie half over each other.
 */
export function measureBands(samples: Float32Array, sampleRate: number, bands = 24): BandLevels {
  const edges = Array.from({ length: bands + 1 }, (_, index) =>
    Math.round(((MIN_HZ * (MAX_HZ / MIN_HZ) ** (index / bands)) / sampleRate) * FFT_SIZE),
  );
  const levels: BandLevels = [];
  for (let start = 0; start + FFT_SIZE <= samples.length; start += FFT_SIZE / 2) {
    const power = measurePower(samples.subarray(start, start + FFT_SIZE));
    levels.push(
      edges.slice(1).map((end, band) => {
        const from = edges[band] ?? 0;
        const bins = power.subarray(from, Math.max(from + 1, end));
        return toDecibels(bins.reduce((sum, value) => sum + value, 0) / bins.length);
      }),
    );
  }
  return levels;
}

/** Root mean square, 0 to 1. */
export function measureLoudness(samples: Float32Array): number {
  return Math.sqrt(
    samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length),
  );
}

export function toDecibels(power: number): number {
  return Math.max(FLOOR_DB, 10 * Math.log10(power + 1e-12));
}

/**
 * Power of the 257 frequencies of a frame under a Hann window; a full-scale sine has about 0.06 in
 * its bin.
 */
function measurePower(frame: Float32Array): Float64Array {
  const real = Float64Array.from(
    frame,
    (sample, n) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FFT_SIZE)),
  );
  const imaginary = new Float64Array(FFT_SIZE);
  transform(real, imaginary);
  return Float64Array.from(
    { length: FFT_SIZE / 2 + 1 },
    (_, bin) => ((real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2) / (FFT_SIZE / 2) ** 2,
  );
}

/** The Fourier transform in place (Cooley and Tukey, 1965); the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reorder(real, imaginary);
  for (let half = 1; half < size; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const angle = (-Math.PI * offset) / half;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let even = offset; even < size; even += 2 * half) {
        const odd = even + half;
        const [a = 0, b = 0, c = 0, d = 0] = [
          real[odd],
          imaginary[odd],
          real[even],
          imaginary[even],
        ];
        const turnedReal = a * cosine - b * sine;
        const turnedImaginary = a * sine + b * cosine;
        real[odd] = c - turnedReal;
        imaginary[odd] = d - turnedImaginary;
        real[even] = c + turnedReal;
        imaginary[even] = d + turnedImaginary;
      }
    }
  }
}

/** Sorts by the bits of the index read backwards. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, mirrored = 0; index < size; index++) {
    let bit = size >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (index >= mirrored) continue;
    for (const values of [real, imaginary]) {
      const kept = values[index] ?? 0;
      values[index] = values[mirrored] ?? 0;
      values[mirrored] = kept;
    }
  }
}
