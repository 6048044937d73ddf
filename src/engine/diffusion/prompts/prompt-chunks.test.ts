import { expect, it } from 'vitest';
import { chunkPrompt, padTokens, padWeights } from './prompt-chunks.ts';
import { parseWeights } from './prompt-weights.ts';
import type { PromptTokenizer } from './tokenizer.ts';

/** Every word is a token: its length, or 99 for a comma. */
const tokenizer: PromptTokenizer = {
  encode: (text) => (text.match(/\w+|,/g) ?? []).map((word) => (word === ',' ? 99 : word.length)),
  startToken: 100,
  endToken: 101,
  padToken: 0,
  maxLength: 8,
};
const chunks = (prompt: string) => chunkPrompt(parseWeights(prompt), tokenizer);

it('fills one sequence, with start, end and padding', () => {
  const [chunk, ...others] = chunks('a (bb:1.5) ccc');
  if (!chunk) throw new Error('no chunk');
  expect(others).toEqual([]);
  expect(padTokens(tokenizer, chunk.tokens)).toEqual([100, 1, 2, 3, 101, 0, 0, 0]);
  expect(padWeights(tokenizer, chunk)).toEqual([1, 1, 1.5, 1, 1, 1, 1, 1]);
});

it('continues in a second sequence, after the last comma', () => {
  expect(chunks('a bb ccc , dddd eeeee ffffff').map(({ tokens }) => tokens)).toEqual([
    [1, 2, 3, 99],
    [4, 5, 6],
  ]);
  expect(chunks('a bb ccc dddd eeeee ffffff ggggggg').map(({ tokens }) => tokens)).toEqual([
    [1, 2, 3, 4, 5, 6],
    [7],
  ]);
});

it('starts a sequence at BREAK, and one for an empty prompt', () => {
  expect(chunks('a BREAK bb').map(({ tokens }) => tokens)).toEqual([[1], [2]]);
  expect(chunks('')).toEqual([{ tokens: [], weights: [] }]);
});
