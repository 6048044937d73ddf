import type { AudioFile } from '../../engine/speech/audio-file/encode-audio.ts';
import type { Recording } from '../../engine/speech/recording.ts';
import { makeCaptions, writeSrt, writeVtt } from '../../engine/speech/subtitles.ts';
import type { ReadingPiece, StoredReading } from '../../storage/readings.ts';
import type { ExportKind } from './Transport.tsx';

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

/** A reading as a file: its sound at the speed at which it is heard, or its words with their times. */
export async function exportReading(
  { encode }: ExportDependencies,
  reading: StoredReading,
  pieces: readonly ReadingPiece[],
  kind: ExportKind,
  rate: number,
): Promise<ReadingFile> {
  const { title, sampleRate } = reading;
  if (kind === 'srt' || kind === 'vtt')
    return { title, extension: kind, ...writeSubtitles(reading, pieces, kind, rate) };
  const recording = { pieces: pieces.map(({ samples }) => samples), sampleRate, rate, format: kind, title };
  const { bytes, mimeType } = await encode(recording, new AbortController().signal);
  return { title, extension: kind, content: bytes, type: mimeType };
}

function writeSubtitles(
  { sampleRate, title }: StoredReading,
  pieces: readonly ReadingPiece[],
  kind: 'srt' | 'vtt',
  rate: number,
): Pick<ReadingFile, 'content' | 'type'> {
  const captions = makeCaptions(
    pieces.map(({ spoken, words, sampleCount }) => ({
      spoken,
      durationSeconds: sampleCount / sampleRate / rate,
      words: words.map(({ startSeconds, endSeconds }) => ({
        startSeconds: startSeconds / rate,
        endSeconds: endSeconds / rate,
      })),
    })),
  );
  return kind === 'srt'
    ? { content: writeSrt(captions), type: 'application/x-subrip' }
    : { content: writeVtt(captions, title), type: 'text/vtt' };
}
