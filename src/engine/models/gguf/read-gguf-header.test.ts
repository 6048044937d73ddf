import { expect, it } from 'vitest';
import { joinBytes } from '../../join-bytes.ts';
import { readGgufHeader } from './read-gguf-header.ts';
import { text, u32, u64, writeGguf } from './write-gguf.fixture.ts';

const ENTRIES = {
  'general.architecture': 'qwen3',
  'general.name': 'Qwen3 8B',
  'general.file_type': 15,
  'qwen3.context_length': 40_960,
  'tokenizer.ggml.model': 'gpt2',
  'tokenizer.ggml.tokens': ['a', 'Ġb'],
  'tokenizer.chat_template': '{{ messages }}',
  'tokenizer.ggml.add_bos_token': false,
  'split.count': 3,
};

it('reads what a model is', async () => {
  const file = writeGguf(ENTRIES, [[4096, 10], [7]]);
  expect(await readGgufHeader(file)).toMatchObject({
    ...{ architecture: 'qwen3', name: 'Qwen3 8B', quantisation: 'Q4_K_M', contextLength: 40_960 },
    ...{ chatTemplate: '{{ messages }}', parameters: 40_967, splitCount: 3, tokens: undefined },
    ...{ addsBeginning: false, task: 'chat', pooling: undefined },
  });
  expect((await readGgufHeader(file, true)).tokens).toEqual(['a', 'Ġb']);
});

it.each([
  ['qwen3', 3, 'embedding', 'last'],
  ['llama', 0, 'embedding', 'none'],
  ['bert', 4, 'ranking', 'rank'],
  ['nomic-bert', undefined, 'embedding', undefined],
  ['gemma-embedding', 99, 'embedding', undefined],
])('knows what %s with the pooling %s is for', async (architecture, type, task, pooling) => {
  const file = writeGguf({
    'general.architecture': architecture,
    [`${architecture}.embedding_length`]: 384,
    ...(type !== undefined && { [`${architecture}.pooling_type`]: type }),
  });
  expect(await readGgufHeader(file)).toMatchObject({ task, pooling, dimensions: 384 });
});

it('fetches the header and none of the weights', async () => {
  const weights = new Uint8Array(8e6);
  const file = new Blob([writeGguf(ENTRIES), weights]);
  let fetched = 0;
  const slice = file.slice.bind(file);
  file.slice = (from = 0, to = file.size) => {
    fetched += to - from;
    return slice(from, to);
  };
  await readGgufHeader(file);
  expect(fetched).toBeLessThan(1e6);
});

const start = (...parts: Uint8Array[]) =>
  new Blob([joinBytes([u32(0x46554747), u32(3), ...parts])]);

it.each([
  ['another kind of file', new Blob(['PK\x03\x04 and so on, a zip'])],
  ['an empty file', new Blob([])],
  ['version 9', new Blob([joinBytes([u32(0x46554747), u32(9), u64(0), u64(0)])])],
  ['2^63 tensors', start(u64(2n ** 63n), u64(0))],
  ['a billion entries', start(u64(0), u64(1e9))],
  ['a key of 4 GB', start(u64(0), u64(1), u64(2 ** 32))],
  ['a text longer than the file', start(u64(0), u64(1), text('a'), u32(8), u64(1e6))],
  ['a list longer than the file', start(u64(0), u64(1), text('a'), u32(9), u32(4), u64(2 ** 52))],
  ['a list of three million texts', start(u64(0), u64(1), text('a'), u32(9), u32(8), u64(3e6))],
  ['a list of 2^50 texts', start(u64(0), u64(1), text('a'), u32(9), u32(8), u64(2 ** 50))],
  ['lists in lists', start(u64(0), u64(1), text('a'), u32(9), u32(9), u64(1), u32(9), u64(1))],
  ['an unknown type', start(u64(0), u64(1), text('a'), u32(99))],
  ['no architecture', writeGguf({ 'general.name': 'x' })],
  ['a tensor of 2^104 numbers', writeGguf(ENTRIES, [[2 ** 52, 2 ** 52]])],
])('refuses %s', async (_, file) => {
  await expect(readGgufHeader(file)).rejects.toMatchObject({ code: 'weights_damaged' });
});

it('takes nothing of another kind for what it reads', async () => {
  const file = writeGguf({
    ...{ 'general.architecture': 'llama', 'general.name': ' ', 'general.license': 'x'.repeat(999) },
    ...{ 'llama.context_length': Float32Array.of(1.5), 'llama.embedding_length': 0 },
    ...{ 'split.count': 'three', 'general.alignment': 0 },
    ...{ 'tokenizer.ggml.tokens': Int32Array.of(1, 2), 'tokenizer.ggml.token_type': ['a'] },
  });
  expect(await readGgufHeader(file, true)).toMatchObject({
    ...{ name: undefined, licence: undefined, contextLength: undefined, dimensions: undefined },
    ...{ splitCount: 1, tokens: undefined, tokenTypes: undefined },
    leastBytes: file.size,
  });
});

it('refuses a header cut anywhere', async () => {
  const whole = writeGguf(ENTRIES, [[2, 2]]);
  for (let length = 0; length < whole.size; length += 7)
    await expect(readGgufHeader(whole.slice(0, length))).rejects.toMatchObject({
      code: 'weights_damaged',
    });
});
