import type { SynthesizedChunk } from './speech-pipeline.ts';

/** Joins parts that were spoken separately. */
export function joinChunks(
  parts: readonly SynthesizedChunk[],
  sampleRate: number,
): SynthesizedChunk {
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.samples.length, 0));
  let offset = 0;
  const words = parts.flatMap((part) => {
    const shift = offset / sampleRate;
    samples.set(part.samples, offset);
    offset += part.samples.length;
    return part.words.map((word) => ({
      ...word,
      startSeconds: word.startSeconds + shift,
      endSeconds: word.endSeconds + shift,
    }));
  });
  return { samples, words };
}
