export interface PenaltyOptions {
  repetitionPenalty: number;
  frequencyPenalty: number;
  presencePenalty: number;
}

/** Lowers, in place, the logits of tokens that occurred. */
export interface Penalties {
  apply(logits: Float32Array): void;
  /** Counts a token of the answer. */
  count(token: number): void;
}

/**
 * Repetition looks at prompt and answer (Keskar et al. 2019, "CTRL": a positive logit is divided, a
 * negative one multiplied); frequency and presence at the answer alone, as OpenAI's API defines
 * them.
 */
export function createPenalties(
  prompt: readonly number[],
  { repetitionPenalty, frequencyPenalty, presencePenalty }: PenaltyOptions,
): Penalties {
  const seen = new Set(repetitionPenalty === 1 ? [] : prompt);
  const counts = new Map<number, number>();
  return {
    apply(logits) {
      for (const token of seen) {
        const logit = logits[token] ?? 0;
        logits[token] = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
      }
      if (frequencyPenalty === 0 && presencePenalty === 0) return;
      for (const [token, count] of counts)
        logits[token] = (logits[token] ?? 0) - count * frequencyPenalty - presencePenalty;
    },
    count(token) {
      if (repetitionPenalty !== 1) seen.add(token);
      counts.set(token, (counts.get(token) ?? 0) + 1);
    },
  };
}
