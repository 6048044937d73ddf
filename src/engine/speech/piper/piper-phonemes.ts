import { phonemizeWith, type TokenPhonemes } from '../espeak/phonemize-tokens.ts';
import { writeToken, type SpokenToken } from '../text/spoken-token.ts';
import type { PiperConfig } from './piper-config.ts';

/** The clause ends that eSpeak NG tells Piper of; all other punctuation is silent. */
const CLAUSE_ENDS: Readonly<Record<string, string>> = {
  ',': ',',
  '.': '.',
  ':': ':',
  ';': ';',
  '?': '?',
  '!': '!',
  '…': '.',
  '—': ',',
  '–': ',',
  '。': '.',
  '！': '!',
  '？': '?',
  '、': ',',
  '，': ',',
  '；': ';',
  '：': ':',
  '،': ',',
  '؛': ';',
  '؟': '?',
  '।': '.',
};

/**
 * The phonemes of a sentence's tokens. `phonemize`: eSpeak NG's IPA of some words; `undefined` for a
 * voice that reads letters.
 */
export function writePhonemes(
  tokens: readonly SpokenToken[],
  phonemize: ((text: string) => string) | undefined,
): TokenPhonemes[] {
  if (!phonemize)
    return tokens
      .filter(({ spoken }) => spoken !== '')
      .map((token) => ({ token, phonemes: `${writeToken(token)} `.normalize('NFD') }));
  return phonemizeWith(tokens, {
    // Each code point is a phoneme of its own, and ties are none.
    phonemize: (text) => phonemize(text).replaceAll('^', '').normalize('NFD'),
    writeMarks: (marks) =>
      [...marks].map((mark) => CLAUSE_ENDS[mark]).find((mark) => mark !== undefined) ?? '',
  });
}

/** A sentence in one row. Words that eSpeak NG writes as one leave no gap ("of the"). */
export function joinPhonemes(written: readonly TokenPhonemes[]): string {
  return written
    .map(({ phonemes }) => phonemes)
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/**
 * Ids of phonemes as Piper's reference writes them: `^ _ p _ p _ $`, each phoneme followed by a pad.
 * Phonemes that the voice does not know are left out.
 */
export function toPhonemeIds(
  phonemes: string,
  { phoneme_id_map: map, vowel_clusters: clusters }: PiperConfig,
): number[] {
  const idsOf = (phoneme: string) => map[phoneme] ?? [];
  const pad = idsOf('_');
  const body = splitPhonemes(phonemes, clusters).flatMap((phoneme) =>
    map[phoneme] ? [...idsOf(phoneme), ...pad] : [],
  );
  return [...idsOf('^'), ...pad, ...body, ...idsOf('$')];
}

/** Code points; those of a cluster of vowels that the voice was taught as one stay together. */
function splitPhonemes(phonemes: string, clusters: readonly (readonly string[])[]): string[] {
  const joined = clusters.map((cluster) => cluster.join('')).sort((a, b) => b.length - a.length);
  const parts: string[] = [];
  for (let at = 0; at < phonemes.length;) {
    const part =
      joined.find((cluster) => cluster !== '' && phonemes.startsWith(cluster, at)) ??
      String.fromCodePoint(phonemes.codePointAt(at) ?? 0);
    parts.push(part);
    at += part.length;
  }
  return parts;
}
