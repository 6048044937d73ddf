import type { SynthesizedChunk } from './speech-pipeline.ts';

/** Quieter than this is silence: about -46 dB. */
const THRESHOLD = 0.005;
/** Kept on both sides, so that soft beginnings and breaths stay. */
const MARGIN_SECONDS = 0.04;

/**
 * Takes the silence off both ends, which each model makes as long as it likes; the pauses are the
 * engine's.
 */
export function trimSilence(
  { samples, words }: SynthesizedChunk,
  sampleRate: number,
): SynthesizedChunk {
  const margin = Math.round(MARGIN_SECONDS * sampleRate);
  let first = 0;
  while (first < samples.length && Math.abs(samples[first] ?? 0) < THRESHOLD) first++;
  let last = samples.length - 1;
  while (last > first && Math.abs(samples[last] ?? 0) < THRESHOLD) last--;
  if (first >= samples.length) return { samples: new Float32Array(), words };
  const start = Math.max(0, first - margin);
  const end = Math.min(samples.length, last + 1 + margin);
  const shift = start / sampleRate;
  const length = (end - start) / sampleRate;
  const move = (seconds: number) => Math.min(length, Math.max(0, seconds - shift));
  return {
    samples: samples.slice(start, end),
    words: words.map((word) => ({
      ...word,
      startSeconds: move(word.startSeconds),
      endSeconds: move(word.endSeconds),
    })),
  };
}
