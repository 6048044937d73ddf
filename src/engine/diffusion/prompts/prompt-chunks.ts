import type { WeightedText } from './prompt-weights.ts';
import type { PromptTokenizer } from './tokenizer.ts';

/** Tokens of one sequence, without start and end, each with its emphasis. */
export interface PromptChunk {
  tokens: readonly number[];
  weights: readonly number[];
}

interface WeightedToken {
  id: number;
  weight: number;
}

/** An overflowing prompt is cut at a comma if there is one this close to the end. */
const COMMA_REACH = 20;

/**
 * Cuts a prompt into sequences that the encoder can read, as AUTOMATIC1111 does: when one is full,
 * and at every BREAK. At least one.
 */
export function chunkPrompt(
  parts: readonly WeightedText[],
  tokenizer: PromptTokenizer,
): PromptChunk[] {
  const room = tokenizer.maxLength - 2;
  const [comma = -1] = tokenizer.encode(',');
  const chunks: WeightedToken[][] = [[]];
  for (const { text, weight, startsSequence } of parts) {
    if (startsSequence) chunks.push([]);
    for (const id of tokenizer.encode(text)) {
      const last = chunks.at(-1) ?? [];
      if (last.length === room) chunks.push(cutAtComma(last, comma));
      chunks.at(-1)?.push({ id, weight });
    }
  }
  return chunks.map((chunk) => ({
    tokens: chunk.map(({ id }) => id),
    weights: chunk.map(({ weight }) => weight),
  }));
}

/** Removes what follows the last comma of a full chunk and returns it. */
function cutAtComma(chunk: WeightedToken[], comma: number): WeightedToken[] {
  const at = chunk.findLastIndex(({ id }) => id === comma);
  const isNear = at >= 0 && chunk.length - 1 - at <= COMMA_REACH;
  return isNear ? chunk.splice(at + 1) : [];
}

/** One sequence for the text encoder: start, the tokens that fit, end, padding. */
export function padTokens(
  { startToken, endToken, padToken, maxLength }: PromptTokenizer,
  tokens: readonly number[],
): number[] {
  const kept = [startToken, ...tokens.slice(0, maxLength - 2), endToken];
  return [...kept, ...Array.from({ length: maxLength - kept.length }, () => padToken)];
}

/** The emphasis of each position of the padded sequence. */
export function padWeights({ maxLength }: PromptTokenizer, { weights }: PromptChunk): number[] {
  const kept = [1, ...weights.slice(0, maxLength - 2)];
  return [...kept, ...Array.from({ length: maxLength - kept.length }, () => 1)];
}
