import { splitGraphemes } from './graphemes.ts';

/**
 * Characters between which a line may end without a space: ideographs, kana, their punctuation, and
 * emoji. Hangul has spaces between its words.
 */
const BREAKS_ANYWHERE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\u30fb\u30fc\uff00-\uff9f\uffe0-\uffe6\p{Emoji_Presentation}\ufe0f]/u;
/** Never first in a line (kinsoku): closing marks, small kana, signs that continue what was. */
const NEVER_FIRST =
  /^[\p{Pe}\p{Pf},.!?:;%’”…‥、。，．・：；？！‼⁇⁈⁉ゝゞーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖㇰ-ㇿ々〻‐゠–〜～]/u;
/** Not even after a space, as in `50 %` or French `oui !`. */
const CLINGS = /^[!?:;»%]/u;
/** Never last: opening marks, signs that belong to a number. */
const NEVER_LAST = /[\p{Ps}\p{Pi}‘“$¥￥£€#＃]$/u;
/** Those that hold words together, such as the no-break space, are none. */
const SPACE = /^[ \u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]$/u;
/** A hyphen or a dash between letters ends a chunk. */
const HYPHEN = /^[-\u2010\u2013\u2014]$/u;

/**
 * Cuts a paragraph where a line may end. Spaces belong to the chunk before them.
 *
 * @example
 * splitChunks('well-known words'); // → ['well-', 'known ', 'words']
 * splitChunks('東京、日本。'); // → ['東', '京、', '日', '本。']
 */
export function splitChunks(paragraph: string): string[] {
  const graphemes = splitGraphemes(paragraph);
  const chunks: string[] = [];
  let chunk = '';
  for (const [index, grapheme] of graphemes.entries()) {
    if (chunk !== '' && mayBreak(graphemes[index - 1] ?? '', grapheme, chunk)) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += grapheme;
  }
  return chunk === '' ? chunks : [...chunks, chunk];
}

function mayBreak(before: string, after: string, chunk: string): boolean {
  if (SPACE.test(after)) return false;
  if (SPACE.test(before)) return !CLINGS.test(after);
  if (NEVER_FIRST.test(after) || NEVER_LAST.test(before)) return false;
  if (HYPHEN.test(before)) return /\p{L}.$/u.test(chunk) && /^\p{L}/u.test(after);
  return BREAKS_ANYWHERE.test(before) || BREAKS_ANYWHERE.test(after);
}
