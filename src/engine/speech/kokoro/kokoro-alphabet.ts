/**
 * Kokoro was taught with the alphabet of its makers' own phonemizer (misaki): one letter for each
 * English diphthong and affricate. These tables write eSpeak NG's IPA, whose compound phonemes are
 * tied with "^", in that alphabet.
 */
type Rewriting = readonly (readonly [from: RegExp, to: string])[];

/** In every language. */
const SHARED: Rewriting = [[/g/g, 'ɡ']];

const ENGLISH: Rewriting = [
  [/a\^?ɪ\^?ə/g, 'Iə'],
  [/a\^?ʊ\^?ə/g, 'Wə'],
  [/a\^ɪ/g, 'I'],
  [/a\^ʊ/g, 'W'],
  [/e\^ɪ/g, 'A'],
  [/ɔ\^ɪ/g, 'Y'],
  [/d\^ʒ/g, 'ʤ'],
  [/t\^ʃ/g, 'ʧ'],
  [/ə\^?l(?![ˈˌaɑæɐəɚɛɜeiɪoɔuʊʌɒ])/g, 'ᵊl'],
  [/(\S)\u0329/g, 'ᵊ$1'],
  [/ʔ/g, 't'],
  [/ʲ(?=[oə])/g, 'j'],
  [/ʲ/g, ''],
  [/ɚɹ?/g, 'əɹ'],
  [/r/g, 'ɹ'],
  [/[xç]/g, 'k'],
  [/ɬ/g, 'l'],
  [/\u0303/g, ''],
];

const AMERICAN: Rewriting = [
  [/o\^ʊ/g, 'O'],
  [/ə\^ʊ/g, 'O'],
  [/ɜː?ɹ?/g, 'ɜɹ'],
  [/ɪ\^?ə/g, 'iə'],
  [/e\^ə/g, 'ɛ'],
  [/oː/g, 'ɔ'],
  [/ɐ/g, 'ə'],
  [/ɾ/g, 'T'],
  [/ː/g, ''],
];

const BRITISH: Rewriting = [
  [/ə\^ʊ|o\^ʊ/g, 'Q'],
  [/e\^ə/g, 'ɛː'],
  [/i\^?ə/g, 'ɪə'],
  [/ɐ/g, 'ə'],
  [/oː/g, 'ɔː'],
];

const OTHERS: Rewriting = [
  [/a\^ɪ/g, 'I'],
  [/a\^ʊ/g, 'W'],
  [/d\^z/g, 'ʣ'],
  [/d\^ʒ/g, 'ʤ'],
  [/e\^ɪ/g, 'A'],
  [/o\^ʊ/g, 'O'],
  [/ə\^ʊ/g, 'Q'],
  [/s\^s/g, 'S'],
  [/t\^s/g, 'ʦ'],
  [/t\^ʃ/g, 'ʧ'],
  [/ɔ\^ɪ/g, 'Y'],
];

/** Stray ties and joins. */
const LAST: Rewriting = [[/[\^\-_]/g, '']];

/** eSpeak NG's IPA of a language as Kokoro reads it. */
export function toKokoroAlphabet(ipa: string, language: string): string {
  const own =
    language === 'en-us'
      ? [...ENGLISH, ...AMERICAN]
      : language === 'en-gb'
        ? [...ENGLISH, ...BRITISH]
        : OTHERS;
  return [...SHARED, ...own, ...LAST].reduce((text, [from, to]) => text.replace(from, to), ipa);
}
