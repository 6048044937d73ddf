import type { ModelFiles } from '../../models/model-files.ts';
import type { PromptMeasure } from '../diffusion-engine.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import { fitPrompt, type FittedPrompt } from './fit-prompt.ts';
import { loadTokenizer } from './load-tokenizer.ts';
import { chunkPrompt, type PromptChunk } from './prompt-chunks.ts';
import { parseWeights } from './prompt-weights.ts';
import type { PromptTokenizer } from './tokenizer.ts';

/** Turns prompts into tokens with a model's own tokenizers; no network is needed. */
export interface PromptReader {
  tokenizerAt(index: number): PromptTokenizer | undefined;
  /** The sequences that the text encoder of this number reads; at least one. */
  readChunks(prompt: string, index: number): readonly PromptChunk[];
  /** Sequences that this prompt takes. */
  countChunks(prompt: string): number;
  /**
   * Tokens of a prompt, brackets not counted, how many fit in one sequence, and what is too long
   * for the model.
   */
  measure(prompt: string, maxSequences?: number): PromptMeasure;
  /**
   * As much of a prompt as the model reads: `maxSequences` is the network's limit; unlimited by
   * default.
   */
  fit(prompt: string, maxSequences?: number): FittedPrompt;
}

/** Throws as loadTokenizer does. */
export async function loadPromptReader(
  files: ModelFiles,
  { tokenizers, text }: PipelineLayout,
): Promise<PromptReader> {
  const loaded = await Promise.all(
    tokenizers.map(({ folder, ...defaults }) => loadTokenizer(files, folder, defaults)),
  );
  const tokenizerAt = (index: number) => loaded[index] ?? loaded[0];

  function readChunks(prompt: string, index: number): readonly PromptChunk[] {
    const tokenizer = tokenizerAt(index);
    if (!tokenizer) return [];
    if (text.isPadded) return chunkPrompt(parseWeights(prompt), tokenizer);
    // Models that read sentences read brackets as brackets.
    const tokens = tokenizer.encode(prompt);
    return [{ tokens, weights: tokens.map(() => 1) }];
  }
  const indices = loaded.map((_, index) => index);
  const countChunks = (prompt: string) =>
    Math.max(...indices.map((index) => readChunks(prompt, index).length));
  /** Models that read sentences take one sequence, as long as the tokenizer says. */
  const fits = (prompt: string, maxSequences: number) =>
    text.isPadded
      ? countChunks(prompt) <= maxSequences
      : indices.every(
          (index) => countTokens(prompt, index) <= (tokenizerAt(index)?.maxLength ?? Infinity),
        );
  const countTokens = (prompt: string, index: number) =>
    readChunks(prompt, index).reduce((sum, { tokens }) => sum + tokens.length, 0);
  const knowsWord = (word: string) => tokenizerAt(0)?.encode(word).length === 1;
  const fit = (prompt: string, maxSequences = text.maxSequences ?? Infinity) =>
    fitPrompt(prompt, {
      fits: (part) => fits(part, maxSequences),
      knowsWord: text.knowsSingleWords ? knowsWord : undefined,
    });
  return {
    tokenizerAt,
    readChunks,
    countChunks,
    fit,
    measure: (prompt, maxSequences) => ({
      tokens: countTokens(prompt, 0),
      perChunk: (tokenizerAt(0)?.maxLength ?? 2) - (text.isPadded ? 2 : 0),
      leftOut: fit(prompt, maxSequences).leftOut,
    }),
  };
}
