import type { AudioFile } from './audio-file/encode-audio.ts';
import type { SpeechRequest } from './speech-engine.ts';

/**
 * A reading that was kept piece by piece, as the file that was asked for with it. Loads what writes
 * it. Throws what encodeAudio throws.
 */
export async function encodePieces(
  kept: readonly Float32Array<ArrayBuffer>[],
  { format = 'wav', title = '' }: Pick<SpeechRequest, 'format' | 'title'>,
  sampleRate: number,
  signal: AbortSignal,
): Promise<AudioFile> {
  const { encodeAudio } = await import('./audio-file/encode-audio.ts');
  async function* pieces() {
    yield* kept;
  }
  return encodeAudio(pieces(), { format, sampleRate, title }, signal);
}
