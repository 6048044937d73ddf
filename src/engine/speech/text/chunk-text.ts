import type { Sentence } from './read-text.ts';
import { writeToken, type SpokenToken } from './spoken-token.ts';

/** What is synthesized in one go. */
export interface TextChunk {
  tokens: readonly SpokenToken[];
  /** As the voice reads it. */
  spoken: string;
  /** Place in the original text, UTF-16 units. */
  start: number;
  end: number;
  /** Silence after it. */
  pauseSeconds: number;
}

/** Lengths in characters of what is spoken. */
export interface ChunkLengths {
  /** Of the first chunk: short, so that it is heard soon. */
  first: number;
  /** Of the later ones: longer, since voices do better with whole sentences. */
  most: number;
}

/** The pause that a voice itself makes at a comma. */
const CLAUSE_PAUSE_SECONDS = 0.12;

/**
 * How much longer each chunk may be than the one before: synthesis stays ahead of the playback of a
 * short beginning.
 */
const GROWTH = 1.8;

/**
 * By how much a chunk may be too long so that it ends with a clause: a voice that stops within one
 * sounds wrong.
 */
const STRETCH = 1.3;

/**
 * Packs sentences into chunks: never across a pause of its own or the end of a paragraph, cutting a
 * long sentence at its clauses, and between words where it has none. Every token is in exactly one
 * chunk.
 */
export function* chunkSentences(
  sentences: Iterable<Sentence>,
  { first, most }: ChunkLengths,
): Generator<TextChunk> {
  let limit = first;
  let held: Sentence | undefined;
  const emit = function* (sentence: Sentence): Generator<TextChunk> {
    let tokens = sentence.tokens;
    while (lengthOf(tokens) > limit) {
      const count = findCut(tokens, limit, Math.min(most, limit * STRETCH));
      if (count >= tokens.length) break;
      yield makeChunk(
        tokens.slice(0, count),
        endsClause(tokens[count - 1]) ? CLAUSE_PAUSE_SECONDS : 0,
      );
      tokens = tokens.slice(count);
      limit = Math.min(most, limit * GROWTH);
    }
    yield makeChunk(tokens, sentence.pauseSeconds);
    limit = Math.min(most, limit * GROWTH);
  };
  for (const sentence of sentences) {
    const joined: Sentence = held
      ? { tokens: [...held.tokens, ...sentence.tokens], pauseSeconds: sentence.pauseSeconds }
      : sentence;
    const mayJoin = held && isPlainEnd(held) && lengthOf(joined.tokens) <= limit;
    if (held && !mayJoin) yield* emit(held);
    held = mayJoin ? joined : sentence;
  }
  if (held) yield* emit(held);
}

/** Only at the end of a sentence: a voice makes this pause by itself. */
function isPlainEnd({ tokens }: Sentence): boolean {
  const last = tokens.at(-1);
  return last?.ends === 'sentence' && last.pauseSeconds === undefined;
}

function lengthOf(tokens: readonly SpokenToken[]): number {
  return tokens.reduce((sum, token) => sum + writeToken(token).length + 1, -1);
}

/**
 * How many tokens to take: up to the last clause that fits, if that is not too short; else up to
 * one that ends before `stretched`; else up to the last word that fits. At least one.
 */
function findCut(tokens: readonly SpokenToken[], limit: number, stretched: number): number {
  let length = -1;
  let fitting = 1;
  let atClause = 0;
  for (const [index, token] of tokens.entries()) {
    length += writeToken(token).length + 1;
    if (length <= limit) fitting = index + 1;
    else if (atClause > 0 || length > stretched) return atClause || fitting;
    if (endsClause(token) && length > limit / 4) atClause = index + 1;
  }
  return tokens.length;
}

function endsClause(token: SpokenToken | undefined): boolean {
  return token !== undefined && /[,;:.!?…—–)、，；：。]$/.test(token.after);
}

function makeChunk(tokens: readonly SpokenToken[], pauseSeconds: number): TextChunk {
  return {
    tokens,
    spoken: tokens.map(writeToken).filter(Boolean).join(' '),
    start: tokens[0]?.start ?? 0,
    end: tokens.at(-1)?.end ?? 0,
    pauseSeconds,
  };
}
