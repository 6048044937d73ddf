import { erase } from './markup-marks.ts';

/** A left mark, what is kept, and the rest. */
type Rule = readonly [RegExp, (match: string, left: string, kept: string) => string];

/** The kept group surrounded by nothing. */
const keep = (match: string, left: string, kept: string) =>
  erase(left) + kept + erase(match.slice(left.length + kept.length));

const LABEL = String.raw`((?:[^\][]|\[[^\][]*\])*)`;
const ADDRESS = String.raw`\(\s*(?:<[^<>\n]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`;
/** Images and links: the words in the brackets. */
const LINK: Rule = [new RegExp(String.raw`(!?\[)${LABEL}\]${ADDRESS}`, 'g'), keep];

const RULES: readonly Rule[] = [
  // Twice, for pictures that are links.
  LINK,
  LINK,
  [/(\[)([^\][]+)\]\[[^\][]*\]/g, keep],
  [/\[\^[^\]\s]+\]:?/g, erase],
  // Strong, emphasis, deletion. "2*3*4" is a product.
  [/(?<![\p{N}*])(\*{1,3})(?=\S)([^*\n\u2029]*(?:\n(?!\n)[^*\n\u2029]*)*?\S)\1/gu, keep],
  [
    /(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_\n\u2029]*(?:\n(?!\n)[^_\n\u2029]*)*?\S)\1(?![\p{L}\p{N}_])/gu,
    keep,
  ],
  [/(~~)(?=\S)([^~]*?\S)~~/g, keep],
  [/\\(?=[!-/:-@[-`{-~])/g, erase],
];

/** Takes the marks out of lines: of links, emphasis, notes and escapes. */
export function blankInline(text: string): string {
  return RULES.reduce((result, [pattern, replace]) => result.replace(pattern, replace), text);
}
