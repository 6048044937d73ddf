import type { SpeechChunk } from './speech-engine.ts';
import type { SynthesizedChunk } from './speech-pipeline.ts';
import type { TextChunk } from './text/chunk-text.ts';
import { trimSilence } from './trim-silence.ts';

/**
 * What was said for a chunk, as it is heard: without the silence that the model made at both ends,
 * and with the pause that the text asks for, which is shorter where the voice is faster.
 */
export function finishChunk(
  raw: SynthesizedChunk,
  { start, end, spoken, pauseSeconds }: TextChunk,
  { sampleRate, speed }: { sampleRate: number; speed: number },
): SpeechChunk {
  const said = trimSilence(raw, sampleRate);
  const pause = Math.round((pauseSeconds / speed) * sampleRate);
  const samples = new Float32Array(said.samples.length + pause);
  samples.set(said.samples);
  return { samples, sampleRate, start, end, spoken, words: said.words };
}

/** Nothing, said for a chunk that is a pause alone. */
export const SILENT: SynthesizedChunk = { samples: new Float32Array(), words: [] };
