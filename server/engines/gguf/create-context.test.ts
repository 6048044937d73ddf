import { expect, it } from 'vitest';
import { createFittingContext } from './create-context.ts';
import type { LlamaContext, LlamaModel } from './llama-cpp.ts';

const never = new AbortController().signal;

/** A model for whose contexts there is room for so many tokens. */
function createModel(room: number) {
  return {
    async createContext({ sequences, contextSize: { min = 1, max } }: ContextOptions) {
      const contextSize = Math.min(max, Math.floor(room / sequences));
      if (contextSize < min) throw new Error('It is too large for the available RAM');
      return { totalSequences: sequences, contextSize } as LlamaContext;
    },
  };
}
type ContextOptions = Parameters<LlamaModel['createContext']>[0];

it.each([
  [1e6, 40_960, 4, 32_768],
  [20_000, 8192, 4, 5000],
  [12_000, 8192, 2, 6000],
  [6000, 8192, 1, 6000],
  [4000, 1024, 2, 1024],
])('of room for %i tokens of a model that reads %i, %i answers get %i each', async (...row) => {
  const [room, contextLength, totalSequences, contextSize] = row;
  const context = await createFittingContext(createModel(room), contextLength, never);
  expect(context).toEqual({ totalSequences, contextSize });
});

it('says so where not even one answer fits', async () => {
  await expect(createFittingContext(createModel(300), 8192, never)).rejects.toThrow('too large');
});
