import { throwIfAborted } from '../../errors.ts';
import type { LanguageModel, LanguageModelSession } from '../language-model.ts';

/** What a model read last, so that the next turn reads only what is new. */
export interface PromptCache {
  /**
   * Brings the memory to the prompt, except for `unread`: the common prefix with what was read
   * before is kept, the rest forgotten. At least one token is left to read.
   */
  rewind(prompt: readonly number[]): Promise<{ cachedTokens: number; unread: readonly number[] }>;
  /**
   * Reads tokens, in pieces between which the signal is checked, and returns the logits for the
   * next one.
   */
  read(tokens: readonly number[], signal: AbortSignal): Promise<Float32Array>;
  /** Whether tokens can be read speculatively and forgotten cheaply. Known after the first read. */
  readonly canLookAhead: boolean;
  /**
   * Reads tokens in one pass and returns the logits after each; more than one token only where
   * `canLookAhead`.
   */
  readOnTrial(tokens: readonly number[], signal: AbortSignal): Promise<Float32Array[]>;
  /** Forgets the last tokens that were read; only where `canLookAhead`. */
  forget(count: number): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Logits come for every token of a piece: a whole prompt at once would take gigabytes with a large
 * vocabulary.
 */
const PIECE_TOKENS = 128;

export function createPromptCache(model: LanguageModel): PromptCache {
  let session: LanguageModelSession = model.startSession();
  let held: number[] = [];

  async function restart(): Promise<void> {
    await session.dispose();
    session = model.startSession();
    held = [];
  }
  async function readPiece(
    tokens: readonly number[],
    positions: number,
    signal: AbortSignal,
  ): Promise<Float32Array[]> {
    throwIfAborted(signal);
    try {
      const logits = await session.forward(tokens, positions);
      held.push(...tokens);
      return logits;
    } catch (thrown) {
      // A failed pass may leave the cache in any state.
      await restart();
      throw thrown;
    }
  }
  return {
    async rewind(prompt) {
      const common = Math.min(countCommon(held, prompt), prompt.length - 1);
      if (common === 0) await restart();
      else if (common < held.length) {
        if (await session.truncate(common)) held = held.slice(0, common);
        else await restart();
      }
      return { cachedTokens: held.length, unread: prompt.slice(held.length) };
    },
    async read(tokens, signal) {
      let logits: Float32Array = new Float32Array();
      for (let start = 0; start < tokens.length; start += PIECE_TOKENS)
        [logits = logits] = await readPiece(tokens.slice(start, start + PIECE_TOKENS), 1, signal);
      return logits;
    },
    readOnTrial: (tokens, signal) => readPiece(tokens, tokens.length, signal),
    get canLookAhead() {
      return session.canLookAhead;
    },
    async forget(count) {
      const kept = held.length - count;
      await session.truncate(kept);
      held = held.slice(0, kept);
    },
    dispose: () => session.dispose(),
  };
}

function countCommon(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index++) if (a[index] !== b[index]) return index;
  return end;
}
