import { LANGUAGES, SCRIPTS, type LanguageCue } from './cues/languages.ts';
import { splitWords, type Word } from './split-words.ts';

const SMALL_WORDS = LANGUAGES.map((language) => ({
  language,
  words: new Set(splitWords(language.words).map(({ text }) => text)),
}));

/** What a letter that few languages have is worth, in small words. */
const LETTER_WEIGHT = 1.5;
/** One letter of a script without spaces says as much as this many of an alphabet. */
const UNSPACED_WEIGHT = 3;

/**
 * The language that a text is written in, by its script, small words and letters; undefined where
 * nothing tells it.
 *
 * @example
 * import { splitWords } from './split-words.ts';
 * const brief = 'Ein Plakat für das Sommerfest';
 * detectLanguage(brief, splitWords(brief))?.tag; // → 'de'
 */
export function detectLanguage(text: string, words: readonly Word[]): LanguageCue | undefined {
  const tags = findScript(text);
  const scored = SMALL_WORDS.filter(({ language }) =>
    tags ? tags.includes(language.tag) : !SCRIPTS.some(({ tags }) => tags.includes(language.tag)),
  ).map(({ language, words: small }) => ({
    language,
    score:
      words.filter(({ text: word }) => small.has(word)).length +
      LETTER_WEIGHT * countLetters(text, language),
  }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (most, each) => (most && most.score >= each.score ? most : each),
    undefined,
  );
  return best && (tags || best.score > 0) ? best.language : undefined;
}

/** The languages of the script that most of the text is in; undefined for Latin. */
function findScript(text: string): readonly string[] | undefined {
  const letters = text.match(/\p{L}/gu) ?? [];
  const counted = SCRIPTS.map(({ script, tags }) => ({
    tags,
    letters: letters.filter((letter) => script.test(letter)).length,
  }));
  const total = counted.reduce((sum, { letters }) => sum + letters, 0);
  const unspaced = counted
    .filter(({ tags }) => tags.some((tag) => ['ja', 'zh', 'th'].includes(tag)))
    .reduce((sum, { letters }) => sum + letters, 0);
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  if (total + (UNSPACED_WEIGHT - 1) * unspaced <= latin || total === 0) return undefined;
  // A little kana among many Chinese characters is Japanese.
  const kana = counted.find(({ tags }) => tags.includes('ja'));
  const han = counted.find(({ tags }) => tags.includes('zh'));
  if (kana && han && kana.letters > 0 && kana.letters * 10 >= han.letters)
    kana.letters += han.letters;
  return counted.reduce((most, each) => (each.letters > most.letters ? each : most)).tags;
}

function countLetters(text: string, { letters = '', script = '' }: LanguageCue): number {
  const own = new Set(letters + script);
  return new Set(Array.from(text).filter((letter) => own.has(letter))).size;
}
