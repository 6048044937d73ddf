import { expect, it } from 'vitest';
import { breakLines, prepareText } from './break-lines.ts';
import { splitGraphemes } from './graphemes.ts';

/** One em for each character. */
const measure = (text: string) => splitGraphemes(text).length;

function breakText(text: string, width: number) {
  const { lines, cuts } = breakLines(prepareText(text, measure), width);
  return { lines: lines.map((line) => line.text), cuts };
}

it('fills lines with words, whose spaces take no room at a line’s end', () => {
  expect(breakText('aaa bbb cc', 7)).toEqual({ lines: ['aaa bbb', 'cc'], cuts: 0 });
  expect(breakText('aaa bbb cc', 6).lines).toEqual(['aaa', 'bbb cc']);
  expect(breakText('aaa   b', 3).lines).toEqual(['aaa', 'b']);
});

it('keeps new lines, and empty ones', () => {
  expect(breakText('a b\n\nc', 10).lines).toEqual(['a b', '', 'c']);
});

it('cuts a word that is wider than a line, never within a character', () => {
  expect(breakText('ab abcdefg h', 3)).toEqual({
    lines: ['ab', 'abc', 'def', 'g h'],
    cuts: 2,
  });
  expect(breakText('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 0.5).lines).toEqual(['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦']);
});

it('breaks between ideographs, and lets no full stop begin a line', () => {
  expect(breakText('東京都、日本。', 3).lines).toEqual(['東京', '都、日', '本。']);
});

it('tells the width of each line and the direction of its paragraph', () => {
  const { lines } = breakLines(prepareText('one two\nשלום abc', measure), 5);
  expect(lines).toEqual([
    { text: 'one', width: 3, direction: 'ltr' },
    { text: 'two', width: 3, direction: 'ltr' },
    { text: 'שלום', width: 4, direction: 'rtl' },
    { text: 'abc', width: 3, direction: 'rtl' },
  ]);
});
