import { expect, it } from 'vitest';
import { makeCaptions, writeSrt, writeVtt } from './subtitles.ts';

/** Pieces of a text, one for each part, whose words are those that spaces divide. */
function spell(parts: readonly string[], durations: readonly number[]) {
  let at = 0;
  const pieces = parts.map((part, index) => {
    const start = at;
    at += part.length;
    const words = [...part.matchAll(/\S+/g)].map(({ 0: word, index: place }, count) => ({
      start: start + place,
      end: start + place + word.length,
      startSeconds: 0.1 + count * 0.3,
      endSeconds: 0.35 + count * 0.3,
    }));
    return { start, end: at, words, durationSeconds: durations[index] ?? 1 };
  });
  return { pieces, text: parts.join('') };
}
const LONG = 'word '.repeat(40).trim();
const { pieces, text } = spell(
  ['Hello there. ', 'Less < 3 & more --> here. ', '[pause 1s] ', LONG],
  [1, 3661, 1, 13],
);
const silent = pieces.map((piece, index) => (index === 2 ? { ...piece, words: [] } : piece));

it('times captions by words, from the start of the reading', () => {
  const captions = makeCaptions(silent, text);
  expect(captions[0]).toEqual({
    text: 'Hello there.',
    startSeconds: 0.1,
    endSeconds: expect.closeTo(0.65),
  });
  expect(captions[1]?.startSeconds).toBeCloseTo(1.1);
  expect(captions[2]?.startSeconds).toBeCloseTo(3663.1);
});

it('splits what is too long for a screen, and drops no word', () => {
  const long = makeCaptions(silent, text).slice(2);
  expect(long.length).toBeGreaterThan(1);
  expect(long.every((caption) => caption.text.length <= 84)).toBe(true);
  expect(long.map((caption) => caption.text).join(' ')).toBe(LONG);
  for (const [index, caption] of long.entries()) {
    expect(caption.endSeconds).toBeGreaterThan(caption.startSeconds);
    expect(caption.startSeconds).toBeGreaterThanOrEqual((long[index - 1]?.endSeconds ?? 0) - 0.05);
  }
});

it.each([
  ['We meet at 10:30 PM, Dr. Smith.', 'We meet at 10:30 PM, Dr. Smith.'],
  ['# Foxes & dogs', 'Foxes & dogs'],
  [
    'It costs **$3.50** ([a link](https://a.example)) &amp; more.',
    'It costs $3.50 (a link) & more.',
  ],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
  ['<p>One<br>two</p> <b>b</b>old wo**rd**', 'One two bold word'],
  ['A 😀 well-known — “word”.', 'A 😀 well-known — “word”.'],
  ['Wait. [pause 1.5s] Go on.', 'Wait. Go on.'],
  ['مرحبا بالعالم 日本語。', 'مرحبا بالعالم 日本語。'],
])('writes %j as it was written', (source, shown) => {
  const words = spell([source], [9]);
  expect(makeCaptions(words.pieces, source).map((caption) => caption.text)).toEqual([shown]);
});

it('joins several spoken words into the written one', () => {
  const word = { start: 0, end: 2, startSeconds: 0, endSeconds: 0.4 };
  const more = { ...word, startSeconds: 0.4, endSeconds: 0.8 };
  expect(
    makeCaptions([{ start: 0, end: 2, words: [word, more], durationSeconds: 1 }], 'PM'),
  ).toEqual([{ text: 'PM', startSeconds: 0, endSeconds: 0.8 }]);
});

it('writes SRT and WebVTT', () => {
  const captions = makeCaptions(silent, text);
  expect(writeSrt(captions).split('\n').slice(0, 4)).toEqual([
    '1',
    '00:00:00,100 --> 00:00:00,650',
    'Hello there.',
    '',
  ]);
  expect(writeSrt(captions)).toContain('01:01:03,100 --> ');
  const vtt = writeVtt(captions, 'A title --> x');
  expect(
    vtt.startsWith('WEBVTT - A title  x\n\n00:00:00.100 --> 00:00:00.650\nHello there.\n'),
  ).toBe(true);
  expect(vtt).toContain('Less &lt; 3 &amp; more --&gt; here.');
});
