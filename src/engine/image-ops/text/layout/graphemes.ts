const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** What readers take for one character: a letter with its marks, a family of joined emoji. */
export function splitGraphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
