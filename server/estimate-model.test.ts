import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUILT_IN_MODELS } from '../src/engine/models/built-in-parts.ts';
import { BUILT_IN_CHAT_MODEL } from '../src/engine/models/catalog.ts';
import { writeGguf } from '../src/engine/models/gguf/write-gguf.fixture.ts';
import { openGgufFolder, type GgufFolder } from './engines/gguf/gguf-folder.fixture.ts';
import { openGgufModels } from './engines/gguf/gguf-models.ts';
import { estimateManifest, estimateModel } from './estimate-model.ts';

let models: GgufFolder;
beforeAll(async () => {
  models = await openGgufFolder();
  const write = (path: string, contextLength: number) =>
    models.write(
      path,
      writeGguf(
        {
          ...{ 'general.architecture': 'qwen3', 'general.name': 'Qwen3', 'general.file_type': 15 },
          ...{ 'qwen3.context_length': contextLength, 'qwen3.block_count': 36 },
          ...{ 'qwen3.embedding_length': 4096, 'qwen3.attention.head_count': 32 },
          ...{ 'qwen3.attention.head_count_kv': 8, 'qwen3.attention.key_length': 128 },
          'tokenizer.ggml.tokens': ['a', 'b'],
        },
        [[8, 8]],
      ),
    );
  await write('qwen/short/a.gguf', 2048);
  await write('qwen/usual/a.gguf', 4096);
  await write('qwen/long/a.gguf', 131_072);
});
afterAll(() => models.remove());

it('expects of a model at least what its files have', async () => {
  const listed = BUILT_IN_MODELS.map((manifest) => ({ manifest, installedAt: 0, home: 'local' }));
  const list = async () => listed;
  const chat = BUILT_IN_MODELS.find(({ id }) => id === BUILT_IN_CHAT_MODEL);
  const [smallest = 0] = (chat?.variants ?? [])
    .map(({ files }) => files.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0))
    .sort((a, b) => a - b);
  expect(smallest).toBeGreaterThan(1e5);
  expect(await estimateModel(BUILT_IN_CHAT_MODEL, list)).toBeGreaterThan(smallest);
  expect(await estimateModel('no/such-model', list)).toBe(0);
});

it('expects of a model in GGUF the context that it must have, and not all that it could', async () => {
  const listed = await openGgufModels([models.folder]).list();
  const bytesOf = (id: string) =>
    listed.flatMap(({ manifest }) => (manifest.id === id ? estimateManifest(manifest) : []))[0] ??
    0;
  // 36 layers, 8 heads of 128 numbers for keys and for values, in 16 bits.
  const bytesOfToken = 2 * 36 * 8 * 128 * 2;
  expect(bytesOf('qwen/usual') - bytesOf('qwen/short')).toBe(2048 * bytesOfToken);
  expect(bytesOf('qwen/long')).toBe(bytesOf('qwen/usual'));
});
