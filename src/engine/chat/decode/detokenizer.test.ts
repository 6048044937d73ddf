import { expect, it } from 'vitest';
import { createDetokenizer } from './detokenizer.ts';

/** One token a byte, as byte-level tokenizers fall back to. */
const decode = (tokens: readonly number[]) => new TextDecoder().decode(Uint8Array.from(tokens));
const bytesOf = (text: string) => [...new TextEncoder().encode(text)];

it('writes whole characters only', () => {
  const detokenizer = createDetokenizer(decode);
  const pieces = bytesOf('aé🦊z').map((byte) => detokenizer.push(byte));
  expect(pieces).toEqual(['a', '', 'é', '', '', '', '🦊', 'z']);
  expect(detokenizer.flush()).toBe('');
});

it('gives up on an incomplete character', () => {
  const detokenizer = createDetokenizer(decode);
  const [start = 0] = bytesOf('🦊');
  expect(detokenizer.push(start)).toBe('');
  expect(detokenizer.flush()).toBe('\uFFFD');
});

it('keeps the leading space a tokenizer drops', () => {
  const words = ['', '▁one', '▁two', '▁three'];
  const detokenizer = createDetokenizer((tokens) =>
    tokens
      .map((token) => words[token])
      .join('')
      .replaceAll('▁', ' ')
      .trimStart(),
  );
  expect([1, 2, 3].map((token) => detokenizer.push(token)).join('')).toBe('one two three');
});
