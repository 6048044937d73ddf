import type { Pattern } from '../normalizer.ts';

/**
 * A recogniser: takes the text from where it stands. Every repetition in `source` has an upper bound, so that a place in the text costs the
 * same however long the text is.
 */
export function pattern(source: string, say: Pattern['say']): Pattern {
  return { regex: new RegExp(source, 'uy'), say };
}

/** One that never begins with a letter: plain words, most of a text, are not looked at by it. */
export function numberPattern(source: string, say: Pattern['say']): Pattern {
  return { ...pattern(source, say), beginsWithLetter: false };
}

/** Not in the middle of a word or number. */
export const END = String.raw`(?![\p{L}\p{N}_])`;

/** One space, also a no-break or narrow one or a line's end, or none; erased marks (`NOTHING`) may stand beside it: "**5** km". */
export const GAP = String.raw`\u2060{0,6}[ \t\n\u00a0\u2007\u2009\u202f]?\u2060{0,6}`;

/** Any of the words, the longest first. */
export function alternatives(words: Iterable<string>): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
}
