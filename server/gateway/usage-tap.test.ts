import { expect, it } from 'vitest';
import { createUsageTap } from './usage-tap.ts';

/** In pieces that end in the middle of anything. */
function read(text: string, isEvents: boolean, pieceLength = 5) {
  const tap = createUsageTap(isEvents);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += pieceLength)
    tap.read(bytes.subarray(at, at + pieceLength));
  return tap.count();
}

const chunk = (fields: object) => `data: ${JSON.stringify(fields)}\n\n`;
const delta = { choices: [{ delta: { content: 'ä "usage" data: {' } }], usage: null };

it('reads what the answer says of its use', () => {
  const usage = { prompt_tokens: 12, total_tokens: 15, completion_tokens: 3 };
  const answer = JSON.stringify({ choices: ['x'.repeat(20_000)], usage, service_tier: 'default' });
  expect(read(answer, false)).toEqual({ prompt: 12, completion: 3 });
  const response = { output: [], usage: { input_tokens: 7, output_tokens: 9 } };
  expect(read(JSON.stringify(response), false)).toEqual({ prompt: 7, completion: 9 });
  const embeddings = { data: [], usage: { prompt_tokens: 4, total_tokens: 4 } };
  expect(read(JSON.stringify(embeddings), false)).toEqual({ prompt: 4, completion: 0 });
  const stream = chunk(delta) + chunk({ choices: [], usage }) + 'data: [DONE]\n\n';
  expect(read(stream, true)).toEqual({ prompt: 12, completion: 3 });
});

it('counts the events of a stream that says nothing', () => {
  const plain = { choices: [{ delta: { content: 'a' } }] };
  const stream = chunk(plain).repeat(40) + 'data: [DONE]\n\n';
  for (const length of [1, 6, 7, 8, 1000])
    expect(read(stream, true, length)).toEqual({ completion: 40 });
  expect(read('{"data":[{"b64_json":"AAAA"}]}', false)).toEqual({});
});
