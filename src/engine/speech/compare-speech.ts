import { measureBands, measureLoudness, type BandLevels } from './spectrum.ts';

/** Two devices may round durations differently by this much. */
const LENGTH_TOLERANCE = 0.1;
const LOUDNESS_TOLERANCE_DB = 6;
/**
 * Builds of one voice in different precision differ by 1 to 3 dB; noise, hum, or words out of order
 * by 10 and more.
 */
const SPECTRUM_TOLERANCE_DB = 6;
/**
 * Sound is compared in this many stretches of time, so that a frame more or less does not matter.
 */
const STRETCHES = 32;

/**
 * Why `samples` cannot be the same sentence as `reference`, in words; `null` when it can. Both have
 * one channel, -1 to 1. Checks for NaN, the length, the loudness (root mean square), and the
 * spectrum over time.
 */
export function findCorruption(
  samples: Float32Array,
  reference: Float32Array,
  sampleRate: number,
): string | null {
  if (!samples.every(Number.isFinite)) return 'it produced values that are not numbers';
  const lengthRatio = samples.length / Math.max(1, reference.length);
  if (Math.abs(lengthRatio - 1) > LENGTH_TOLERANCE)
    return `its sentence was ${lengthRatio.toFixed(2)} times as long as it should be`;
  const loudness =
    20 * Math.log10((measureLoudness(samples) + 1e-9) / (measureLoudness(reference) + 1e-9));
  if (Math.abs(loudness) > LOUDNESS_TOLERANCE_DB)
    return `its sound was off by ${loudness.toFixed(0)} dB`;
  const distance = spectralDistance(samples, reference, sampleRate);
  return distance > SPECTRUM_TOLERANCE_DB
    ? `its spectrum was off by ${distance.toFixed(1)} dB`
    : null;
}

/** Mean difference of two sounds in dB, over 24 bands and 32 stretches of time. 0: the same. */
export function spectralDistance(
  samples: Float32Array,
  reference: Float32Array,
  sampleRate: number,
): number {
  const a = averageStretches(measureBands(samples, sampleRate));
  const b = averageStretches(measureBands(reference, sampleRate));
  const differences = a.flatMap((levels, row) =>
    levels.map((level, band) => Math.abs(level - (b[row]?.[band] ?? 0))),
  );
  return differences.reduce((sum, value) => sum + value, 0) / Math.max(1, differences.length);
}

function averageStretches(levels: BandLevels): BandLevels {
  return Array.from({ length: STRETCHES }, (_, stretch) => {
    const from = Math.floor((stretch / STRETCHES) * levels.length);
    const frames = levels.slice(
      from,
      Math.max(from + 1, Math.floor(((stretch + 1) / STRETCHES) * levels.length)),
    );
    return (frames[0] ?? []).map(
      (_level, band) => frames.reduce((sum, frame) => sum + (frame[band] ?? 0), 0) / frames.length,
    );
  });
}

/** Far beyond full scale, which is 1. */
const LOUDEST = 8;

/** Output that no voice produces: NaN, or far too loud values. */
export function isBroken(samples: Float32Array): boolean {
  return samples.some((sample) => !(Math.abs(sample) <= LOUDEST));
}
