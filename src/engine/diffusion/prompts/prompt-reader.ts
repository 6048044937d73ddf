import type { ModelFiles } from '../model-files.ts';
import type { PipelineLayout } from '../pipeline-layout.ts';
import { loadTokenizer } from './load-tokenizer.ts';
import { chunkPrompt, type PromptChunk } from './prompt-chunks.ts';
import { parseWeights } from './prompt-weights.ts';
import type { PromptTokenizer } from './tokenizer.ts';

/** Prompts to tokens, by a model's own tokenizers: no network is needed. */
export interface PromptReader {
  tokenizerAt(index: number): PromptTokenizer | undefined;
  /** The sequences that the text encoder of this number reads; at least one. */
  readChunks(prompt: string, index: number): readonly PromptChunk[];
  /** Sequences that this prompt takes. */
  countChunks(prompt: string): number;
  /** Tokens of a prompt, brackets not counted, and how many fit in one sequence. */
  countTokens(prompt: string): { tokens: number; perChunk: number };
}

/** Throws as loadTokenizer does. */
export async function loadPromptReader(files: ModelFiles, { tokenizers, text }: PipelineLayout): Promise<PromptReader> {
  const loaded = await Promise.all(tokenizers.map(({ folder, ...defaults }) => loadTokenizer(files, folder, defaults)));
  const tokenizerAt = (index: number) => loaded[index] ?? loaded[0];

  function readChunks(prompt: string, index: number): readonly PromptChunk[] {
    const tokenizer = tokenizerAt(index);
    if (!tokenizer) return [];
    if (text.isPadded) return chunkPrompt(parseWeights(prompt), tokenizer);
    // Models that read sentences know brackets as brackets.
    const tokens = tokenizer.encode(prompt);
    return [{ tokens, weights: tokens.map(() => 1) }];
  }
  return {
    tokenizerAt,
    readChunks,
    countChunks: (prompt) => Math.max(...loaded.map((_, index) => readChunks(prompt, index).length)),
    countTokens: (prompt) => ({
      tokens: readChunks(prompt, 0).reduce((sum, { tokens }) => sum + tokens.length, 0),
      perChunk: (tokenizerAt(0)?.maxLength ?? 2) - 2,
    }),
  };
}
