import { throwIfAborted } from '../errors.ts';
import { createPenalties, type PenaltyOptions } from './penalties.ts';
import type { PromptCache } from './prompt-cache.ts';
import { createSampler, type SamplingOptions } from './sampler.ts';
import type { TokenConstraint } from './token-constraint.ts';
import { createTokenReader } from './token-reader.ts';

export interface DecodeOptions extends SamplingOptions, PenaltyOptions {
  maxTokens: number;
  /** Looked at before each token: reasoning, for instance, is free even where the answer is not. */
  constraint(): TokenConstraint | undefined;
}

/** A constrained answer begins to close while this share of its tokens is left, and may go over the limit until it is whole. */
const CLOSING_SHARE = 0.2;
const MOST_CLOSING_TOKENS = 48;
/** Beyond this a grammar that cannot end (an endless required list) is given up. */
const MOST_OVERTIME_TOKENS = 512;

/**
 * Reads what is unread of the prompt and yields one token after the other, the end token not included. Returns why it ended.
 * The signal is looked at between tokens.
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
  const closingAt = maxTokens - Math.min(MOST_CLOSING_TOKENS, Math.ceil(maxTokens * CLOSING_SHARE));
  const readToken = createTokenReader(cache, prompt);
  let last: number | undefined;
  for (let count = 0; ; count++) {
    const constraint = options.constraint();
    if (count >= (constraint ? maxTokens + MOST_OVERTIME_TOKENS : maxTokens)) return 'length';
    throwIfAborted(signal);
    const logits =
      last === undefined ? await cache.read(unread, signal) : await readToken(last, maxTokens - count, signal);
    throwIfAborted(signal);
    penalties.apply(logits);
    const isClosing = count >= closingAt;
    await (isClosing ? constraint?.applyClosing(logits) : constraint?.apply(logits));
    const token = sample(logits);
    constraint?.accept(token);
    penalties.count(token);
    if (endTokens.has(token)) return constraint && isClosing ? 'length' : 'stop';
    yield token;
    last = token;
  }
}
