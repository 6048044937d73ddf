import type { FontFile } from '../canvas-platform.ts';
import { splitGraphemes } from '../layout/graphemes.ts';
import {
  EAST_ASIAN_FAMILIES,
  EMOJI_FONT,
  SCRIPT_FAMILIES,
  type EastAsianLanguage,
  type TextFont,
} from './font-table.ts';
import { indexSubsets, type SubsetIndex } from './subset-index.ts';

export interface ChosenFonts {
  /** In the order in which they are asked for a letter. */
  files: readonly FontFile[];
  /** Characters that none of the bundled fonts has, each once. */
  missing: string;
}

/** Shown as a coloured picture: by default, or because a selector asks for it. */
const isEmoji = (grapheme: string) => /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u.test(grapheme);
/** A sign, unless no other font has it. */
const isPictogram = (letter: string) => /\p{Extended_Pictographic}/u.test(letter);
/** Joiners, selectors, marks of direction and spaces draw nothing of their own. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zs}]/u;
/**
 * What East Asian fonts are asked for: their scripts, and signs of all scripts, such as arrows. Their
 * lists also claim letters that they do not have.
 */
const EAST_ASIAN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Common}]/u;

/**
 * The files that a text needs: those of its font, then of the scripts that the font lacks.
 *
 * @param language BCP 47; decides how characters look that Chinese and Japanese share. Default:
 *   what the text's other characters tell.
 */
export async function chooseFonts(
  text: string,
  font: TextFont,
  language?: string,
): Promise<ChosenFonts> {
  const graphemes = splitGraphemes(text);
  const plain = graphemes.filter((grapheme) => !isEmoji(grapheme)).join('');
  const wanted = new Set([...plain].filter((letter) => !INVISIBLE.test(letter)));
  // An ellipsis and spaces are drawn by the font itself, whatever the text is.
  const main = await indexSubsets(font);
  const files = findFiles(new Set('… '), main);
  const add = (letters: Set<string>, index: SubsetIndex) => {
    for (const file of findFiles(letters, index)) files.add(file);
  };
  add(wanted, main);
  for (const family of SCRIPT_FAMILIES)
    if (wanted.size > 0) add(wanted, await indexSubsets(family));
  const eastAsian = new Set([...wanted].filter((letter) => EAST_ASIAN.test(letter)));
  for (const each of orderEastAsian(text, language))
    if (eastAsian.size > 0) add(eastAsian, await indexSubsets(EAST_ASIAN_FAMILIES[each]));
  const left = [...wanted].filter((letter) => !EAST_ASIAN.test(letter) || eastAsian.has(letter));
  const hasEmoji = [...graphemes.filter(isEmoji), ...left.filter(isPictogram)].length > 0;
  return {
    files: hasEmoji ? [...files, EMOJI_FONT] : [...files],
    missing: left.filter((letter) => !isPictogram(letter)).join(''),
  };
}

/** The files that have some of the letters, which are then no longer wanted. */
function findFiles(wanted: Set<string>, index: SubsetIndex): Set<FontFile> {
  const files = new Set<FontFile>();
  for (const letter of wanted) {
    const file = index.get(letter.codePointAt(0) ?? 0);
    if (!file) continue;
    files.add(file);
    wanted.delete(letter);
  }
  return files;
}

/** Kana are only Japanese, Hangul is only Korean; the rest is taken for Chinese. */
function orderEastAsian(text: string, language: string | undefined): EastAsianLanguage[] {
  const code = language?.toLowerCase().split('-')[0] ?? guessEastAsian(text);
  if (code === 'ja') return ['ja', 'zh', 'ko'];
  return code === 'ko' ? ['ko', 'ja', 'zh'] : ['zh', 'ja', 'ko'];
}

function guessEastAsian(text: string): EastAsianLanguage {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  return /\p{Script=Hangul}/u.test(text) ? 'ko' : 'zh';
}
