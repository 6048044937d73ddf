import type { LlamaContext, LlamaModel } from './llama-cpp.ts';

/** Answers that are written at once, the most first. */
const SEQUENCES = [4, 2];
/** The context that each may have at most, and what several must have at least. */
const LONGEST_CONTEXT = 32_768;
export const LEAST_CONTEXT = 4096;
/** What one answer must have at least. */
const SHORTEST_CONTEXT = 512;

/**
 * As much context as fits into what is free: for several answers at once, or where that would leave
 * each too little, for fewer. Throws what node-llama-cpp says if not even one fits.
 */
export async function createFittingContext(
  model: Pick<LlamaModel, 'createContext'>,
  contextLength: number,
  signal: AbortSignal,
): Promise<LlamaContext> {
  const create = (sequences: number, least: number) =>
    model.createContext({
      sequences,
      contextSize: {
        min: Math.min(least, contextLength),
        max: Math.min(LONGEST_CONTEXT, contextLength),
      },
      createSignal: signal,
    });
  for (const sequences of SEQUENCES) {
    const context = await create(sequences, LEAST_CONTEXT).catch(() => undefined);
    if (context) return context;
  }
  return create(1, SHORTEST_CONTEXT);
}
