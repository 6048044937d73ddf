import type { PromptCache } from './prompt-cache.ts';
import { createPromptLookup } from './prompt-lookup.ts';

/**
 * Reads a token of the answer and returns the logits for the next one, owned by the caller.
 * `tokensLeft`: how many the answer may still get.
 */
export type ReadToken = (
  token: number,
  tokensLeft: number,
  signal: AbortSignal,
) => Promise<Float32Array>;

/** Tokens read before they were drawn, with the logits before the first and after each. */
interface Trial {
  guess: readonly number[];
  logits: readonly Float32Array[];
  /** How many guessed tokens have been drawn since. */
  confirmed: number;
}

/**
 * Prompt lookup decoding (Saxena 2023): where the text repeats part of the prompt or the answer,
 * the model speculatively reads what came next there, in the same pass, which on a processor is
 * faster than separate passes. Every token is still drawn from its own logits, so the text is the
 * same with and without; wrong guesses are forgotten.
 */
export function createTokenReader(cache: PromptCache, prompt: readonly number[]): ReadToken {
  const lookup = createPromptLookup(prompt);
  const pace = createPace();
  let trial: Trial = { guess: [], logits: [], confirmed: 0 };

  return async (token, tokensLeft, signal) => {
    lookup.push(token);
    const { guess, confirmed } = trial;
    if (confirmed < guess.length) {
      const ahead = guess[confirmed] === token ? trial.logits[confirmed + 1] : undefined;
      if (ahead) {
        trial.confirmed++;
        if (trial.confirmed === guess.length) pace.speedUp();
        return ahead;
      }
      await cache.forget(guess.length - confirmed);
      pace.slowDown(confirmed);
    }
    const most = Math.max(0, Math.min(pace.chooseLength(), tokensLeft - 1));
    const next = cache.canLookAhead ? lookup.guess(most) : [];
    const logits = await cache.readOnTrial([token, ...next], signal);
    trial = { guess: next, logits, confirmed: 0 };
    return logits[0] ?? new Float32Array();
  };
}

const FIRST_LENGTH = 3;
/** On wasm a pass over nine tokens takes nearly five times as long as one over a single token. */
const MAX_LENGTH = 8;

/**
 * How far to look ahead: farther while guesses are right, less far when they are wrong, and ever
 * more rarely if none is right.
 */
function createPace() {
  let length = FIRST_LENGTH;
  let failures = 0;
  let pause = 0;
  return {
    chooseLength: () => (pause-- > 0 ? 0 : length),
    speedUp() {
      length = Math.min(MAX_LENGTH, length + 2);
      failures = 0;
    },
    slowDown(confirmed: number) {
      length = Math.max(1, confirmed);
      if (confirmed > 0) return;
      failures++;
      pause = 2 ** failures;
    },
  };
}
