import { describe, expect, it } from 'vitest';
import { fitText, type FitRequest } from './fit-text.ts';
import { splitGraphemes } from './graphemes.ts';

/** Half an em for each character. */
const measure = (text: string) => splitGraphemes(text).length / 2;

function fit(text: string, width: number, height: number, more: Partial<FitRequest> = {}) {
  const roomAt = () => ({ width, height });
  const fitted = fitText({
    text,
    measure,
    roomAt,
    minSize: 10,
    maxSize: 100,
    lineHeight: 1.2,
    ...more,
  });
  return fitted && { ...fitted, lines: fitted.lines.map((line) => line.text) };
}

describe('the size', () => {
  it('is the largest that fits in width', () => {
    expect(fit('abcdefgh', 200, 500)).toMatchObject({ size: 50, lines: ['abcdefgh'] });
  });

  it('is the largest that fits in height', () => {
    expect(fit('abcd', 1000, 60)).toMatchObject({ size: 50, lines: ['abcd'] });
    expect(fit('a\nb\nc', 1000, 180)).toMatchObject({ size: 50 });
  });

  it('is as large as asked for where there is room', () => {
    expect(fit('ab', 1000, 1000)).toMatchObject({ size: 100 });
  });

  it('is smaller rather than that a word is cut', () => {
    expect(fit('to immeasurable', 125, 1000)).toMatchObject({
      size: 20,
      lines: ['to', 'immeasurable'],
    });
  });

  it('takes into account what a box leaves for text of each size', () => {
    const roomAt = (size: number) => ({ width: 200 - size, height: 500 });
    expect(fit('abcdefgh', 0, 0, { roomAt })).toMatchObject({ size: 40 });
  });
});

describe('the lines', () => {
  it('are about equally long', () => {
    const at10 = { minSize: 10, maxSize: 10 };
    expect(fit('aaa bbb ccc ddd eee f', 96, 500, at10)?.lines).toEqual([
      'aaa bbb ccc',
      'ddd eee f',
    ]);
  });

  it('end with an ellipsis where not even the smallest size fits', () => {
    const fitted = fit('one two three, four five six', 40, 24);
    expect(fitted).toEqual({ size: 10, lines: ['one two', 'three…'], isShortened: true });
  });

  it('cut words no more often than at the smallest size', () => {
    expect(fit('abcdefghijkl to immeasurable', 55, 1000)).toMatchObject({
      size: 18,
      lines: ['abcdef', 'ghijkl', 'to', 'immeas', 'urable'],
    });
    expect(fit('abcdefghijkl measured', 50, 1000)).toMatchObject({
      size: 12,
      lines: ['abcdefgh', 'ijkl', 'measured'],
    });
  });

  it('are none where not one character fits', () => {
    expect(fit('abc', 4, 100)).toBeUndefined();
    expect(fit('abc', 100, 9)).toBeUndefined();
  });

  it('may be a single one that is somewhat higher than its box', () => {
    expect(fit('abc', 100, 10)).toMatchObject({ lines: ['abc'], isShortened: false });
  });
});
