import type { Phonemizer } from '../espeak/phonemizer.ts';
import { phonemizeWith, type TokenPhonemes } from '../espeak/phonemize-tokens.ts';
import type { SpokenToken } from '../text/spoken-token.ts';
import { toKokoroAlphabet } from './kokoro-alphabet.ts';

/** Marks Kokoro was taught; others mean nothing to it. */
const MARKS: Readonly<Record<string, string>> = {
  '–': '—',
  '«': '“',
  '»': '”',
  '„': '“',
  '。': '.',
  '！': '!',
  '？': '?',
  '、': ',',
  '，': ',',
  '；': ';',
  '：': ':',
  '¡': '',
  '¿': '',
};
const KNOWN_MARKS = /[;:,.!?—…"()“”]/;

/** The phonemes of a chunk in Kokoro's alphabet. Throws `language_not_supported`. */
export function phonemizeTokens(
  tokens: readonly SpokenToken[],
  language: string,
  phonemizer: Phonemizer,
): TokenPhonemes[] {
  return phonemizeWith(tokens, {
    phonemize: (text) => toKokoroAlphabet(phonemizer.phonemize(text, language), language),
    writeMarks,
  });
}

function writeMarks(marks: string): string {
  return [...marks]
    .map((mark) => MARKS[mark] ?? mark)
    .filter((mark) => KNOWN_MARKS.test(mark))
    .join('');
}
