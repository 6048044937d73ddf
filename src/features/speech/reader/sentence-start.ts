import type { SpokenWord } from '../../../engine/speech/speech-engine.ts';
import { endsSentenceSoFar } from '../../../engine/speech/text/sentence-end.ts';
import type { ReadingPiece } from '../../../storage/readings.ts';

/** Who goes back within a second of a sentence's beginning means the one before. */
const JUST_BEGUN_SECONDS = 1;

/**
 * When the sentence begins that is heard at a time, in seconds of the pieces; `text`: of the
 * reading.
 */
export function findSentenceStart(
  text: string,
  pieces: readonly ReadingPiece[],
  sampleRate: number,
  seconds: number,
): number {
  let [offset, before, current] = [0, 0, 0];
  let last: SpokenWord | undefined;
  const choose = () => (seconds - current < JUST_BEGUN_SECONDS ? before : current);
  for (const { words, sampleCount } of pieces) {
    for (const word of words) {
      const at = offset + word.startSeconds;
      if (at > seconds) return choose();
      if (!last || beginsSentence(text, last, word)) [before, current] = [current, at];
      last = word;
    }
    offset += sampleCount / sampleRate;
  }
  return choose();
}

function beginsSentence(text: string, last: SpokenWord, next: SpokenWord): boolean {
  if (text.slice(last.end, next.start).includes('\n')) return true;
  const [marks = ''] = /[.!?…。！？]+["'”’»)\]*_`]*$/.exec(text.slice(last.start, last.end)) ?? [];
  const end =
    last.end + (/^["'”’»)\]*_`]*/.exec(text.slice(last.end, next.start))?.[0].length ?? 0);
  return (
    marks !== '' &&
    (/[。！？]/.test(marks) || endsSentenceSoFar(text, last.end - marks.length, end))
  );
}
