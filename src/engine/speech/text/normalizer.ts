import { american, british } from './english.ts';
import { createNumberNormalizer } from './number-normalizer.ts';

/** Takes the text from where the search stands. */
export interface Pattern {
  /** Sticky and Unicode. */
  regex: RegExp;
  /** The spoken form of the match; `undefined` if it is something else after all. */
  say(match: readonly (string | undefined)[]): string | undefined;
  /** False where it is not worth trying at a letter. */
  beginsWithLetter?: boolean;
}

/** How the text of a language becomes words. */
export interface Normalizer {
  /** The first that fits wins. */
  patterns: readonly Pattern[];
  /** Those of them to try where a letter stands. */
  wordPatterns: readonly Pattern[];
  /** What single characters are called. */
  symbols: Readonly<Record<string, string>>;
  /**
   * Writes characters that mean the same as one, before anything is looked for; the result is as
   * long as the text.
   */
  fold?(text: string): string;
}

/**
 * Takes the text as it is: for languages without tables of their own, whose voices read figures
 * themselves.
 */
const plain: Normalizer = { patterns: [], wordPatterns: [], symbols: {} };

/**
 * The normaliser of a language. `readsFigures`: whether the next stage reads figures itself, as
 * eSpeak NG does in its languages; otherwise they are written out where the language is known.
 */
export async function loadNormalizer(language: string, readsFigures: boolean): Promise<Normalizer> {
  const [base = ''] = language.split('-');
  if (base === 'en')
    return language.toLowerCase() === 'en-us' || base === language ? american : british;
  return readsFigures ? plain : ((await createNumberNormalizer(base)) ?? plain);
}
