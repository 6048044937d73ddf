/**
 * A vocabulary and the merges that build its tokens, the most frequent first: each "left right".
 */
export interface BytePairVocabulary {
  vocabulary: ReadonlyMap<string, number>;
  merges: readonly string[];
  /** Marks the last piece of a word, as CLIP's tokenizer does; "" for none. */
  endOfWord: string;
  /** Replaces pieces missing from the vocabulary; without one they are left out. */
  unknownToken?: number;
}

/**
 * Byte-level byte-pair encoding of single words (Sennrich et al. 2016; GPT-2's bytes). The result
 * is remembered, word by word.
 */
export function createWordEncoder({
  vocabulary,
  merges,
  endOfWord,
  unknownToken,
}: BytePairVocabulary) {
  const ranks = new Map(merges.map((merge, rank) => [merge, rank]));
  const known = new Map<string, readonly number[]>();
  return (word: string): readonly number[] => {
    const before = known.get(word);
    if (before) return before;
    const ids = mergePieces(toPieces(word, endOfWord), ranks).flatMap(
      (piece) => vocabulary.get(piece) ?? unknownToken ?? [],
    );
    if (known.size < MAX_WORDS) known.set(word, ids);
    return ids;
  };
}

/** Keeps a long session from filling the memory. */
const MAX_WORDS = 10_000;

/** One printable character for each byte of the word in UTF-8. */
function toPieces(word: string, endOfWord: string): string[] {
  const pieces = Array.from(new TextEncoder().encode(word), (byte) => BYTE_CHARACTERS[byte] ?? '');
  if (pieces.length > 0) pieces[pieces.length - 1] += endOfWord;
  return pieces;
}

/** Joins the pair with the lowest rank, wherever it occurs, until no known pair is left. */
function mergePieces(pieces: string[], ranks: ReadonlyMap<string, number>): string[] {
  for (;;) {
    const best = findBest(pieces, ranks);
    if (!best) return pieces;
    pieces = mergePair(pieces, best);
  }
}

function findBest(
  pieces: readonly string[],
  ranks: ReadonlyMap<string, number>,
): string | undefined {
  let best: string | undefined;
  let bestRank = Infinity;
  for (let index = 1; index < pieces.length; index++) {
    const pair = `${pieces[index - 1]} ${pieces[index]}`;
    const rank = ranks.get(pair) ?? Infinity;
    if (rank < bestRank) [best, bestRank] = [pair, rank];
  }
  return best;
}

function mergePair(pieces: readonly string[], pair: string): string[] {
  const merged: string[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? '';
    const isPair = index + 1 < pieces.length && `${piece} ${pieces[index + 1]}` === pair;
    merged.push(isPair ? `${piece}${pieces[++index]}` : piece);
  }
  return merged;
}

/**
 * GPT-2's table: printable Latin-1 bytes stand for themselves, the others for characters from
 * U+0100 on, in order.
 */
export const BYTE_CHARACTERS: readonly string[] = listByteCharacters();

function listByteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(isPrintable ? byte : next++);
  });
}

/**
 * Cuts a text at every occurrence of the given tokens, the longest first; the tokens themselves are
 * kept.
 */
export function splitAtTokens(text: string, tokens: readonly string[]): string[] {
  const sorted = tokens.filter(Boolean).sort((a, b) => b.length - a.length);
  if (sorted.length === 0) return [text];
  const pattern = new RegExp(`(${sorted.map(escapePattern).join('|')})`, 'u');
  return text.split(pattern).filter(Boolean);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
