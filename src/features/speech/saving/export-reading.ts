import type { AudioFile } from '../../../engine/speech/audio-file/encode-audio.ts';
import type { AudioQuality } from '../../../engine/speech/audio-file/audio-size.ts';
import type { Recording } from '../../../engine/speech/recording.ts';
import type { AudioFormat } from '../../../engine/speech/speech-engine.ts';
import { makeCaptions, writeSrt, writeVtt } from '../../../engine/speech/subtitles.ts';
import type { ReadingPiece, StoredReading } from '../../../storage/readings.ts';

export type ExportKind = AudioFormat | 'srt' | 'vtt';

/** What is to be saved. */
export interface ExportChoice {
  kind: ExportKind;
  quality: AudioQuality;
  /** How fast it is to be heard, 0.5 to 3. */
  rate: number;
}

interface ExportDependencies {
  encode(recording: Recording, signal: AbortSignal): Promise<AudioFile>;
}

/** A file to keep. */
export interface ReadingFile {
  title: string;
  extension: ExportKind;
  content: BlobPart;
  type: string;
}

/** A reading as a file: its sound, or its words with their times. Throws as `encodeAudio` does. */
export async function exportReading(
  { encode }: ExportDependencies,
  reading: StoredReading,
  pieces: readonly ReadingPiece[],
  { kind, quality, rate }: ExportChoice,
  signal: AbortSignal,
): Promise<ReadingFile> {
  const { title, sampleRate } = reading;
  if (kind === 'srt' || kind === 'vtt')
    return { title, extension: kind, ...writeSubtitles(reading, pieces, kind, rate) };
  const sounds = pieces.map(({ samples }) => samples);
  const recording = { pieces: sounds, sampleRate, rate, format: kind, quality, title };
  const { bytes, mimeType } = await encode(recording, signal);
  return { title, extension: kind, content: bytes, type: mimeType };
}

function writeSubtitles(
  { sampleRate, title, text }: StoredReading,
  pieces: readonly ReadingPiece[],
  kind: 'srt' | 'vtt',
  rate: number,
): Pick<ReadingFile, 'content' | 'type'> {
  const timed = pieces.map(({ start, end, words, sampleCount }) => ({
    start,
    end,
    durationSeconds: sampleCount / sampleRate / rate,
    words: words.map((word) => ({
      ...word,
      startSeconds: word.startSeconds / rate,
      endSeconds: word.endSeconds / rate,
    })),
  }));
  const captions = makeCaptions(timed, text);
  return kind === 'srt'
    ? { content: writeSrt(captions), type: 'application/x-subrip' }
    : { content: writeVtt(captions, title), type: 'text/vtt' };
}
