import { encodeAudio, type AudioFile } from './audio-file/encode-audio.ts';
import type { AudioQuality } from './audio-file/audio-size.ts';
import { fromSixteenBits } from './samples.ts';
import type { AudioFormat } from './speech-engine.ts';
import { stretchSamples } from './time-stretch.ts';

/** A reading to be written as a file. */
export interface Recording {
  /** 16-bit samples of one channel, in order. */
  pieces: readonly Blob[];
  sampleRate: number;
  /** Playback speed, 0.5 to 3, at the same pitch. */
  rate: number;
  format: AudioFormat;
  quality: AudioQuality;
  title: string;
}

/**
 * Writes a recording piece by piece, so hours need no more memory than their file. Throws what
 * encodeAudio throws.
 */
export function encodeRecording(
  { pieces, sampleRate, rate, format, quality, title }: Recording,
  signal: AbortSignal,
): Promise<AudioFile> {
  async function* read() {
    for (const piece of pieces) {
      const samples = fromSixteenBits(new Int16Array(await piece.arrayBuffer()));
      yield rate === 1 ? samples : stretchSamples(samples, sampleRate, rate);
    }
  }
  return encodeAudio(read(), { format, quality, sampleRate, title }, signal);
}
