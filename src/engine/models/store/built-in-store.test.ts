import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CATALOG } from '../catalog.ts';
import { keyOfFile } from '../manifest.ts';
import { createBuiltInStore } from './built-in-store.ts';
import { createWeightCache } from './weight-cache.ts';

const starter = {
  url: 'https://studio.example/starter',
  fetch: async (url: unknown) =>
    new Response(await readFile(`public${new URL(String(url)).pathname}`)),
};
const store = createBuiltInStore(starter, CATALOG);

it('has the built-in models, and no other', async () => {
  const ids = (await store.listModels()).map(({ manifest }) => manifest.id);
  expect(ids).toContain('triptych/guide');
  expect(ids).toEqual(CATALOG.filter(({ origin }) => origin === 'built-in').map(({ id }) => id));
  expect(await store.getModel('HuggingFaceTB/SmolLM2-135M-Instruct')).toBeUndefined();
});

it('fetches a file when it is read, voices among them', async () => {
  const weights = createWeightCache(store);
  for (const [id, path] of [
    ['triptych/guide', 'tokenizer.json'],
    ['triptych/flite', 'voices/rms.flitevox'],
  ] as const) {
    const model = await store.getModel(id);
    const key = model && keyOfFile(model.manifest, path);
    const blob = await weights.open(key ?? '');
    expect(blob?.size).toBe((await readFile(`public/starter/${id}/${path}`)).length);
  }
});

it('says that nothing can be stored', async () => {
  await expect(store.deleteModel('triptych/guide')).rejects.toMatchObject({
    code: 'storage_unavailable',
  });
});
