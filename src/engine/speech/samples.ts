/**
 * Conversions between the samples of engines (floats, -1 to 1) and those of files and stores (16
 * bits).
 */

export function toSixteenBits(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) =>
    Math.round(Math.min(1, Math.max(-1, sample)) * 32767),
  );
}

export function fromSixteenBits(samples: Int16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(samples, (sample) => sample / 32767);
}

/** Peaks a second of `measurePeaks`. */
export const PEAKS_PER_SECOND = 20;

/** The peak level in each twentieth of a second, 0 to 255. */
export function measurePeaks(samples: Float32Array, sampleRate: number): number[] {
  const window = Math.round(sampleRate / PEAKS_PER_SECOND);
  return Array.from({ length: Math.ceil(samples.length / window) }, (_, index) => {
    const part = samples.subarray(index * window, (index + 1) * window);
    return Math.round(255 * part.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0));
  });
}
