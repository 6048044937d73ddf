import type { SpokenWord } from '../../../engine/speech/speech-engine.ts';
import type { ReadingPiece } from '../../../storage/readings.ts';

/** A word of a reading, its times counted from the reading's beginning. */
export type TimedWord = SpokenWord;

export function durationOf(
  pieces: readonly Pick<ReadingPiece, 'sampleCount'>[],
  sampleRate: number,
): number {
  return pieces.reduce((sum, { sampleCount }) => sum + sampleCount, 0) / sampleRate;
}

/** The word that is heard at a time, or the last one before it; `undefined` before the first. */
export function findWordAt(
  pieces: readonly ReadingPiece[],
  sampleRate: number,
  seconds: number,
): TimedWord | undefined {
  let offset = 0;
  let last: TimedWord | undefined;
  for (const piece of pieces) {
    const length = piece.sampleCount / sampleRate;
    for (const word of piece.words) {
      if (offset + word.startSeconds > seconds) return last;
      last = {
        ...word,
        startSeconds: offset + word.startSeconds,
        endSeconds: offset + word.endSeconds,
      };
    }
    offset += length;
    if (offset > seconds && piece.words.length > 0) return last;
  }
  return last;
}

/** When the text at an offset is spoken; `undefined` where nothing has been spoken yet. */
export function findTimeOf(
  pieces: readonly ReadingPiece[],
  sampleRate: number,
  textOffset: number,
): number | undefined {
  let seconds = 0;
  for (const piece of pieces) {
    const word = piece.words.find(({ end }) => end > textOffset);
    if (word) return seconds + word.startSeconds;
    seconds += piece.sampleCount / sampleRate;
  }
  return undefined;
}
