import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeGguf, type GgufEntries } from '../../src/engine/models/gguf/write-gguf.fixture.ts';
import { openGgufModels } from '../engines/gguf/gguf-models.ts';
import { hasLlamaCpp, LLAMA_COMMAND } from '../engines/gguf/llama-cpp.ts';
import { openRoom } from '../engines/open-room.fixture.ts';
import { openGguf } from './gguf-engines.ts';
import { openGgufFolder, type GgufFolder } from '../engines/gguf/gguf-folder.fixture.ts';

const QWEN = {
  'general.architecture': 'qwen3',
  'general.name': 'Qwen3',
  'general.file_type': 15,
  'qwen3.context_length': 40_960,
};

let models: GgufFolder;
beforeAll(async () => {
  models = await openGgufFolder();
  const write = (path: string, entries: GgufEntries) =>
    models.write(path, writeGguf(entries, [[8, 8]]));
  await write('one/qwen/qwen-Q4_K_M.gguf', QWEN);
  await write('one/split/big-00001-of-00002.gguf', { ...QWEN, 'split.count': 2 });
  await write('one/split/big-00002-of-00002.gguf', QWEN);
  await write('one/two/a-Q8_0.gguf', { ...QWEN, 'general.file_type': 7 });
  await write('one/two/b.gguf', QWEN);
  const vectors = { ...QWEN, 'qwen3.embedding_length': 1024 };
  await write('one/vectors/e.gguf', { ...vectors, 'qwen3.pooling_type': 3 });
  await write('one/ranking/r.gguf', { ...vectors, 'qwen3.pooling_type': 4 });
  await models.write('one/broken/x.gguf', 'not a model');
});
afterAll(() => models.remove());

it('lists what lies in the folders by what its headers say', async () => {
  const listed = await openGgufModels([models.folder]).list();
  const byId = Object.fromEntries(listed.map(({ manifest }) => [manifest.id, manifest]));
  expect(Object.keys(byId).sort()).toEqual([
    ...['one/qwen', 'one/split', 'one/two:a-Q8_0', 'one/two:b', 'one/vectors'],
  ]);
  expect(byId['one/qwen']).toMatchObject({
    ...{ engine: 'llama-cpp', title: 'Qwen3', contextLength: 40_960, parameters: 64 },
  });
  expect(byId['one/two:a-Q8_0']?.variants[0]?.dtype).toBe('Q8_0');
  // The vector is the last state, so that the text may be read in passes.
  expect(byId['one/vectors']).toMatchObject({
    ...{ task: 'embedding', engine: 'llama-cpp', dimensions: 1024, maxTokens: 8192 },
  });
});

it('has no chat with what makes vectors', async () => {
  const { find, findChat } = openGgufModels([models.folder]);
  expect(await find('one/vectors')).toMatchObject({ manifest: { task: 'embedding' } });
  expect(await findChat('one/vectors')).toBeUndefined();
  expect(await findChat('one/qwen')).toMatchObject({ manifest: { task: 'chat' } });
});

it.skipIf(hasLlamaCpp())('says how to add what is missing, once, and lists nothing', async () => {
  const sentences: string[] = [];
  const folders = { folders: [models.folder], starterFolder: models.folder };
  const log = (sentence: string) => void sentences.push(sentence);
  const gguf = openGguf({ folders, idleMs: 1000, log, room: openRoom() });
  expect(await gguf.listModels()).toEqual([]);
  await gguf.listModels();
  expect(sentences).toEqual([expect.stringContaining(LLAMA_COMMAND)]);
  expect(await gguf.has('one/qwen')).toBe(false);
});
