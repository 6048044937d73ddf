import { throwIfAborted } from '../errors.ts';
import type { LanguageModel, LanguageModelSession } from './language-model.ts';

/** What a model has read last, so that the next turn reads only what is new. */
export interface PromptCache {
  /**
   * Makes the memory hold the prompt, all but what follows in `unread`: the common beginning with what was read before is kept, the
   * rest forgotten. At least one token is left to read.
   */
  rewind(prompt: readonly number[]): Promise<{ cachedTokens: number; unread: readonly number[] }>;
  /** Reads tokens, in pieces between which the signal is looked at, and returns the logits for the next one. */
  read(tokens: readonly number[], signal: AbortSignal): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Logits come for every token of a piece: a whole prompt at once would take gigabytes with a large vocabulary. */
const PIECE_TOKENS = 128;

export function createPromptCache(model: LanguageModel): PromptCache {
  let session: LanguageModelSession = model.startSession();
  let held: number[] = [];

  async function restart(): Promise<void> {
    await session.dispose();
    session = model.startSession();
    held = [];
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
      try {
        for (let start = 0; start < tokens.length; start += PIECE_TOKENS) {
          throwIfAborted(signal);
          const piece = tokens.slice(start, start + PIECE_TOKENS);
          logits = await session.forward(piece);
          held.push(...piece);
        }
      } catch (thrown) {
        // A pass that failed may have left anything behind; one that was stopped between pieces has not.
        if (session.length !== held.length) await restart();
        throw thrown;
      }
      return logits;
    },
    dispose: () => session.dispose(),
  };
}

function countCommon(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index++) if (a[index] !== b[index]) return index;
  return end;
}
