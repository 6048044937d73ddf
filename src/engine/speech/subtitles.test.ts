import { expect, it } from 'vitest';
import { makeCaptions, writeSrt, writeVtt } from './subtitles.ts';

const words = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ startSeconds: 0.1 + index * 0.3, endSeconds: 0.35 + index * 0.3 }));
const pieces = [
  { spoken: 'Hello there.', words: words(2), durationSeconds: 1 },
  { spoken: 'Less <than> & more --> here.', words: words(5), durationSeconds: 3661 },
  { spoken: '', words: [], durationSeconds: 1 },
  { spoken: 'word '.repeat(40).trim(), words: words(40), durationSeconds: 13 },
];

it('times captions by the words, counted from the beginning of the reading', () => {
  const captions = makeCaptions(pieces);
  expect(captions[0]).toEqual({ text: 'Hello there.', startSeconds: 0.1, endSeconds: expect.closeTo(0.65) });
  expect(captions[1]?.startSeconds).toBeCloseTo(1.1);
  expect(captions[2]?.startSeconds).toBeCloseTo(3663.1);
});

it('divides what is too long for a screen, and drops no word', () => {
  const long = makeCaptions(pieces).slice(2);
  expect(long.length).toBeGreaterThan(1);
  expect(long.every(({ text }) => text.length <= 84)).toBe(true);
  expect(long.map(({ text }) => text).join(' ')).toBe(pieces[3]?.spoken);
  for (const [index, caption] of long.entries()) {
    expect(caption.endSeconds).toBeGreaterThan(caption.startSeconds);
    expect(caption.startSeconds).toBeGreaterThanOrEqual((long[index - 1]?.endSeconds ?? 0) - 0.05);
  }
});

it('writes SRT and WebVTT', () => {
  const captions = makeCaptions(pieces);
  expect(writeSrt(captions).split('\n').slice(0, 4)).toEqual([
    '1',
    '00:00:00,100 --> 00:00:00,650',
    'Hello there.',
    '',
  ]);
  expect(writeSrt(captions)).toContain('01:01:03,100 --> ');
  const vtt = writeVtt(captions, 'A title --> x');
  expect(vtt.startsWith('WEBVTT - A title  x\n\n00:00:00.100 --> 00:00:00.650\nHello there.\n')).toBe(true);
  expect(vtt).toContain('Less &lt;than&gt; &amp; more --&gt; here.');
});
