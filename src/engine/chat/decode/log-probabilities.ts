import { readTokenBytes } from '../json/token-trie.ts';
import type { LikelyToken, TokenLogProbability } from '../chat-engine.ts';
import type { Vocabulary } from '../language-model.ts';
import { findLargest } from './sampler.ts';

/** How likely the tokens of an answer were, by the model's own logits. */
export interface LogProbabilityReader {
  /** The logits `[vocabulary]` of the next token, before anything was changed in them. */
  observe(logits: Float32Array): void;
  /** Of a token that was drawn after the logits that were observed last. */
  read(token: number): TokenLogProbability;
}

/** `count`: of the likeliest tokens that are told with each. */
export function createLogProbabilityReader(
  readVocabulary: () => Vocabulary,
  count: number,
): LogProbabilityReader {
  let vocabulary: Vocabulary | undefined;
  let observed = new Float32Array();
  /** The logarithm of the sum of all exponentials: what logits exceed log probabilities by. */
  let excess = 0;
  const describe = (token: number): LikelyToken => ({
    token,
    bytes: readTokenBytes((vocabulary ??= readVocabulary()), token),
    logProbability: (observed[token] ?? -Infinity) - excess,
  });
  return {
    observe(logits) {
      observed = logits.slice();
      const largest = observed[findLargest(observed)] ?? 0;
      let sum = 0;
      for (const logit of observed) sum += Math.exp(logit - largest);
      excess = largest + Math.log(sum);
    },
    read: (token) => ({
      ...describe(token),
      likeliest: findLikeliest(observed, count).map(describe),
    }),
  };
}

/** Indices of the largest numbers, largest first; the first of equals comes first. */
function findLikeliest(logits: Float32Array, count: number): number[] {
  const best: number[] = [];
  if (count === 0) return best;
  const at = (index: number | undefined) => logits[index ?? -1] ?? -Infinity;
  for (let token = 0; token < logits.length; token++) {
    if (best.length === count && at(token) <= at(best.at(-1))) continue;
    const place = best.findIndex((other) => at(token) > at(other));
    best.splice(place < 0 ? best.length : place, 0, token);
    best.length = Math.min(best.length, count);
  }
  return best;
}
