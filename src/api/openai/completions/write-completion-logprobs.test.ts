import { expect, it } from 'vitest';
import { createLogprobsWriter } from './write-completion-logprobs.ts';

const tell = (bytes: readonly number[]) => ({
  ...{ token: new TextDecoder().decode(Uint8Array.from(bytes)), logprob: -1, bytes: [...bytes] },
  top_logprobs: [],
});

it('says where tokens begin, also those that are parts of one character', () => {
  const [first = 0, ...rest] = new TextEncoder().encode('🦊');
  const write = createLogprobsWriter(10);
  expect(write([tell([97]), tell([first])])?.text_offset).toEqual([10, 11]);
  expect(write([tell(rest), tell([98])])?.text_offset).toEqual([11, 13]);
  expect(write(undefined)).toBeNull();
});

it('keeps the likelier one of two tokens with the same text', () => {
  const token = {
    ...tell([97]),
    top_logprobs: [-1, -2].map((logprob) => ({ ...tell([98]), logprob })),
  };
  expect(createLogprobsWriter(0)([token])?.top_logprobs).toEqual([{ b: -1 }]);
});
