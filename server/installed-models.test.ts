import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BUILT_IN_CHAT_MODEL } from '../src/engine/models/catalog.ts';
import { openInstalledModels } from './installed-models.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'triptych-models-'))));
afterEach(() => rm(folder, { recursive: true }));

const config = JSON.stringify({
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  max_position_embeddings: 2048,
});

/** A chat model with weights of this size, none of which takes room. */
async function addModel(id: string, graph: string, sizeBytes: number): Promise<void> {
  await mkdir(join(folder, id, 'onnx'), { recursive: true });
  await writeFile(join(folder, id, 'config.json'), config);
  await writeFile(join(folder, id, 'tokenizer.json'), '{}');
  await writeFile(join(folder, id, 'onnx', graph), '');
  await truncate(join(folder, id, 'onnx', graph), sizeBytes);
}

it('lists 200 GB of models without reading them, built-in ones first', async () => {
  for (const name of ['a', 'b', 'c', 'd'])
    await addModel(`owner/${name}`, 'model_quantized.onnx', 50e9);
  const models = openInstalledModels({ folders: [folder], starterFolder: 'public/starter' });
  const start = performance.now();
  const ids = (await models.list()).map(({ manifest }) => manifest.id);
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(ids[0]).toBe(BUILT_IN_CHAT_MODEL);
  expect(ids.slice(-4)).toEqual(['owner/a', 'owner/b', 'owner/c', 'owner/d']);
});

it('leaves out what no engine here can run', async () => {
  await addModel('owner/for-gpus', 'model_q4f16.onnx', 10);
  await mkdir(join(folder, 'owner/empty'));
  const models = openInstalledModels({ folders: [folder], starterFolder: 'public/starter' });
  const ids = (await models.list()).map(({ manifest }) => manifest.id);
  expect(ids.filter((id) => id.startsWith('owner/'))).toEqual([]);
  expect(await models.find('owner/none')).toBeUndefined();
});
