import type { TokenPhonemes } from './phonemize-tokens.ts';

/**
 * Chunks are cut by letters; if one still has more than `max` ids, it is cut again between words.
 * None is dropped. `countIds`: how many a model makes of phonemes.
 */
export function splitByLength(
  phonemes: readonly TokenPhonemes[],
  countIds: (phonemes: string) => number,
  max: number,
): TokenPhonemes[][] {
  const parts: TokenPhonemes[][] = [];
  let length = Infinity;
  for (const entry of phonemes) {
    const count = countIds(entry.phonemes);
    if (length + count > max) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(entry);
    length += count;
  }
  return parts;
}
