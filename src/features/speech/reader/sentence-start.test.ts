import { expect, it } from 'vitest';
import type { ReadingPiece } from '../../../storage/readings.ts';
import { findSentenceStart } from './sentence-start.ts';

const RATE = 100;
/** Pieces of a text, a second for each word. */
function spell(parts: readonly string[]) {
  let at = 0;
  const pieces = parts.map((part, index): ReadingPiece => {
    const start = at;
    at += part.length;
    const words = [...part.matchAll(/\S+/g)].map(({ 0: word, index: place }, count) => ({
      start: start + place,
      end: start + place + word.length,
      startSeconds: count,
      endSeconds: count + 1,
    }));
    const about = { index, follows: start, start, end: at, spoken: part, words, peaks: [] };
    return { ...about, sampleCount: words.length * RATE, samples: new Blob() };
  });
  return { text: parts.join(''), pieces };
}
const startAt = ({ text, pieces }: ReturnType<typeof spell>, seconds: number) =>
  findSentenceStart(text, pieces, RATE, seconds);

it('goes to the start of the sentence, or of the previous one if it has just begun', () => {
  const reading = spell([
    'It was Dr. Smith who came. ',
    'He left “soon”. Then (later) ',
    'it rained.',
  ]);
  expect([0, 3.5, 5.9].map((seconds) => startAt(reading, seconds))).toEqual([0, 0, 0]);
  expect(startAt(reading, 8.5)).toBe(6);
  expect(startAt(reading, 6.5), 'just begun').toBe(0);
  expect(startAt(reading, 12)).toBe(9);
  expect(startAt(reading, 99)).toBe(9);
});

it('treats a line as a sentence, and knows other full stops', () => {
  expect(startAt(spell(['A heading\n\nand its text goes on']), 4.5)).toBe(2);
  expect(startAt(spell(['それは春。 それは夏。 秋']), 1.5), 'just begun').toBe(0);
});

it('is at the start if nothing has been spoken', () => {
  expect(findSentenceStart('Text.', [], RATE, 0)).toBe(0);
});
