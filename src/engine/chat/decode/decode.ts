import { throwIfAborted } from '../../errors.ts';
import type { LogProbabilityReader } from './log-probabilities.ts';
import { createPenalties, type PenaltyOptions } from './penalties.ts';
import type { PromptCache } from './prompt-cache.ts';
import { createSampler, type SamplingOptions } from './sampler.ts';
import type { TokenConstraint } from '../token-constraint.ts';
import { createTokenReader } from './token-reader.ts';

export interface DecodeOptions extends SamplingOptions, PenaltyOptions {
  maxTokens: number;
  /**
   * Checked before each token: reasoning, for instance, is unconstrained even if the answer is not.
   */
  constraint(): TokenConstraint | undefined;
  /** Told the logits of each token as the model gave them. */
  logProbabilities?: Pick<LogProbabilityReader, 'observe'> | undefined;
}

/**
 * Reads the unread part of the prompt and yields token by token, without the end token. Returns why
 * it ended. The signal is checked between tokens.
 */
export async function* decodeTokens(
  cache: PromptCache,
  prompt: readonly number[],
  unread: readonly number[],
  endTokens: ReadonlySet<number>,
  options: DecodeOptions,
  signal: AbortSignal,
): AsyncGenerator<number, 'stop' | 'length'> {
  const { maxTokens } = options;
  const sample = createSampler(options);
  const penalties = createPenalties(prompt, options);
  const readToken = createTokenReader(cache, prompt);
  let last: number | undefined;
  for (let count = 0; ; count++) {
    const constraint = options.constraint();
    if (count >= maxTokens) return 'length';
    throwIfAborted(signal);
    const logits =
      last === undefined
        ? await cache.read(unread, signal)
        : await readToken(last, maxTokens - count, signal);
    throwIfAborted(signal);
    options.logProbabilities?.observe(logits);
    penalties.apply(logits);
    // A vocabulary may lack what must come next; the rest is then written without the model.
    if (constraint?.apply(logits) === false) return 'length';
    const token = sample(logits);
    constraint?.accept(token);
    penalties.count(token);
    if (endTokens.has(token)) return 'stop';
    yield token;
    last = token;
  }
}
