import type { Pattern } from './normalizer.ts';

/** Any of the words, the longest first, for a regular expression. */
export const alternatives = (words: Iterable<string>): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');

/** Not in the middle of a word or number. */
export const END = String.raw`(?![\p{L}\p{N}_])`;

/**
 * A recogniser: takes the text from where it stands. Every repetition in `source` should have an
 * upper bound, so that a place in the text costs the same however long the text is.
 */
export const pattern = (source: string, say: Pattern['say']): Pattern => ({
  regex: new RegExp(source, 'uy'),
  say,
});

/** One that never begins with a letter: plain words, most of a text, are not looked at by it. */
export const numberPattern = (source: string, say: Pattern['say']): Pattern => ({
  ...pattern(source, say),
  beginsWithLetter: false,
});

/**
 * One space, also a no-break or narrow one or a line's end, or none; erased marks (`NOTHING`) may
 * stand beside it: "**5** km".
 */
export const GAP = String.raw`\u2060{0,6}[ \t\n\u00a0\u2007\u2009\u202f]?\u2060{0,6}`;
