/** A word of a brief. */
export interface Word {
  /** Folded: without case, accents and variants of letters. */
  text: string;
  /** The word itself first, then without what Arabic writes before it: "and", "in", "the". */
  forms: readonly string[];
  /** Place in the brief. */
  start: number;
  end: number;
  isCapital: boolean;
  /** It follows the word before without a space, as in Chinese. */
  isJoined: boolean;
  /** A comma, full stop or line break lies before it. */
  isAfterPause: boolean;
}

/** "US$", "£", and words with their digits and marks. */
const WORD = /\p{L}{1,3}\p{Sc}|\p{Sc}|[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}ー]/u;
const PAUSE = /[,.;:!?()\n、。，．！？；：،؛।|/]/u;
const ARABIC_PREFIX = /^(?:[وف]?(?:بال|كال|لل|ال|[بلك])|[وف])(?=\p{L}{3})/u;

/**
 * The words of a text; where a script has no spaces, as the platform's dictionary cuts them.
 *
 * @example
 * splitWords("L'ÉTÉ à 東京都").map(({ text }) => text); // → ['l', 'ete', 'a', '東京', '都']
 */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let last = 0;
  for (const { 0: run, index } of text.matchAll(WORD)) {
    for (const [part, offset] of UNSPACED.test(run) ? cutUnspaced(run) : [[run, 0] as const]) {
      const start = index + offset;
      const folded = fold(part);
      if (folded === '') continue;
      words.push({
        text: folded,
        forms: listForms(folded),
        start,
        end: start + part.length,
        isCapital: /^\p{Lu}/u.test(part),
        isJoined: words.length > 0 && start === last,
        isAfterPause: PAUSE.test(text.slice(last, start)),
      });
      last = start + part.length;
    }
  }
  return words;
}

/** A text without case, accents, and spellings that mean the same. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/gu, '')
    .normalize('NFC')
    .replace(/[ßøłđıæœأإآىةςё]/gu, (letter) => SAME_LETTERS[letter] ?? letter);
}

const SAME_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ς: 'σ',
  ё: 'е',
};

let segmenter: Intl.Segmenter | undefined;

function cutUnspaced(run: string): (readonly [string, number])[] {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  return Array.from(segmenter.segment(run), ({ segment, index }) => [segment, index] as const);
}

function listForms(word: string): string[] {
  const bare = word.replace(ARABIC_PREFIX, '');
  return bare === word ? [word] : [word, bare, `ال${bare}`];
}
