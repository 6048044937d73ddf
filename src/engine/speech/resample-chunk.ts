import { createResampler } from './resample.ts';
import type { SpeechChunk } from './speech-engine.ts';

/** The same chunk at another rate, in Hz. Words stay where they are: their times are seconds. */
export function resampleChunk(chunk: SpeechChunk, sampleRate: number): SpeechChunk {
  const resampler = createResampler(chunk.sampleRate, sampleRate);
  const [begin, end] = [resampler.push(chunk.samples), resampler.end()];
  const samples = new Float32Array(begin.length + end.length);
  samples.set(begin);
  samples.set(end, begin.length);
  return { ...chunk, samples, sampleRate };
}
