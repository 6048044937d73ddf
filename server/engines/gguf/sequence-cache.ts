import type { DecodeOptions } from '../../../src/engine/chat/decode/decode.ts';
import type { PromptCache } from '../../../src/engine/chat/decode/prompt-cache.ts';
import { throwIfAborted } from '../../../src/engine/errors.ts';
import type { LlamaSequence } from './llama-cpp.ts';

/** The signal is heard between pieces of a prompt. */
const PIECE_TOKENS = 256;

/** How many tokens at the beginning of a prompt a sequence has read already. */
export function countCommon({ contextTokens }: LlamaSequence, prompt: readonly number[]): number {
  const end = Math.min(contextTokens.length, prompt.length);
  for (let at = 0; at < end; at++) if (contextTokens[at] !== prompt[at]) return at;
  return end;
}

/** A sequence of llama.cpp as the memory of a conversation: what it has read is not read again. */
export function createSequenceCache(sequence: LlamaSequence, vocabularySize: number): PromptCache {
  async function keep(length: number): Promise<void> {
    const { nextTokenIndex } = sequence;
    if (length < nextTokenIndex)
      await sequence.eraseContextTokenRanges([{ start: length, end: nextTokenIndex }]);
  }
  /** Logarithms of the probabilities, which differ from logits by a constant alone. */
  async function readLogits(token: number): Promise<Float32Array> {
    const options = { temperature: 1, topK: 0, topP: 1, minP: 0 };
    const [result] = await sequence.controlledEvaluate([
      [token, { generateNext: { probabilities: true, options } }],
    ]);
    const logits = new Float32Array(vocabularySize).fill(-Infinity);
    for (const [each, probability] of result?.next.probabilities ?? [])
      logits[each] = Math.log(probability);
    return logits;
  }
  return {
    async rewind(prompt) {
      await keep(Math.min(countCommon(sequence, prompt), prompt.length - 1));
      const cachedTokens = sequence.nextTokenIndex;
      return { cachedTokens, unread: prompt.slice(cachedTokens) };
    },
    async read(tokens, signal) {
      await readAllButLast(sequence, tokens, signal);
      return readLogits(tokens.at(-1) ?? 0);
    },
    canLookAhead: false,
    async readOnTrial([token = 0], signal) {
      throwIfAborted(signal);
      return [await readLogits(token)];
    },
    forget: (count) => keep(sequence.nextTokenIndex - count),
    dispose: () => sequence.clearHistory(),
  };
}

async function readAllButLast(
  sequence: LlamaSequence,
  tokens: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < tokens.length - 1; start += PIECE_TOKENS) {
    throwIfAborted(signal);
    const end = Math.min(start + PIECE_TOKENS, tokens.length - 1);
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, end));
  }
}

/**
 * Draws an answer by llama.cpp's own sampler, in one batch with whatever else runs; `undefined` for
 * penalties, which are counted otherwise there.
 */
export function drawTokens(
  sequence: LlamaSequence,
  unread: readonly number[],
  options: DecodeOptions,
  signal: AbortSignal,
): AsyncGenerator<number, 'stop' | 'length'> | undefined {
  const { repetitionPenalty, frequencyPenalty, presencePenalty } = options;
  if (repetitionPenalty !== 1 || frequencyPenalty !== 0 || presencePenalty !== 0) return undefined;
  return draw(sequence, unread, options, signal);
}

async function* draw(
  sequence: LlamaSequence,
  unread: readonly number[],
  { maxTokens, temperature, topK, topP, minP, seed }: DecodeOptions,
  signal: AbortSignal,
): AsyncGenerator<number, 'stop' | 'length'> {
  await readAllButLast(sequence, unread, signal);
  const sampling = { temperature, topP, minP, topK: topK === Infinity ? 0 : topK };
  const tokens = sequence.evaluate(unread.slice(-1), { ...sampling, seed: seed >>> 0 });
  let count = 0;
  for await (const token of tokens) {
    throwIfAborted(signal);
    yield token;
    count += 1;
    if (count >= maxTokens) return 'length';
  }
  return 'stop';
}
