import type { Phonemizer } from '../espeak/phonemizer.ts';
import { phonemizeWith, type TokenPhonemes } from '../espeak/phonemize-tokens.ts';
import type { SpokenToken } from '../text/spoken-token.ts';

/** In the order of their ids; of a letter that is there twice, the last one counts. */
const SYMBOLS =
  '$;:,.!?¡¿—…"«»"" ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘\'̩\'ᵻ';
const IDS: ReadonlyMap<string, number> = new Map(
  [...SYMBOLS].map((symbol, id): [string, number] => [symbol, id]),
);

/** What the model was taught to end with, after the last phoneme. */
const END = [10, 0];

/** Marks as the model knows them; others mean nothing to it. */
const MARKS: Readonly<Record<string, string>> = { '–': '—', '“': '"', '”': '"', '„': '"' };
const KNOWN_MARKS = /[;:,.!?¡¿—…"«»]/;

/** The phonemes of a chunk, as KittenTTS reads them. Throws `language_not_supported`. */
export function phonemizeTokens(
  tokens: readonly SpokenToken[],
  language: string,
  phonemizer: Phonemizer,
): TokenPhonemes[] {
  return phonemizeWith(tokens, {
    // Ties are no letters.
    phonemize: (text) => phonemizer.phonemize(text, language).replaceAll('^', ''),
    writeMarks: (marks) =>
      [...marks]
        .map((mark) => MARKS[mark] ?? mark)
        .filter((mark) => KNOWN_MARKS.test(mark))
        .join(''),
  });
}

/** A run of letters, or what stands alone between them. */
const PIECE = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;

/**
 * Phonemes as ids, after the reference (kittentts/onnx_model.py): words and marks divided by one
 * space each, unknown letters left out, zeros around. A text without an end gets a comma.
 */
export function toKittenIds(phonemes: string): number[] {
  const pieces = phonemes.match(PIECE) ?? [];
  const isEnded = /^[.!?,;:…"»]$/.test(pieces.at(-1) ?? '');
  const written = (isEnded ? pieces : [...pieces, ',']).join(' ');
  return [0, ...[...written].flatMap((symbol) => IDS.get(symbol) ?? []), ...END];
}
