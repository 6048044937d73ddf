import { deleteDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import type { WholePicture } from '../engine/images/picture-store.ts';
import { createLocalLocks } from '../engine/locks.ts';
import { CATALOG } from '../engine/models/catalog.ts';
import { createModelLibrary } from '../engine/models/model-library.ts';
import { createGalleryStores } from './gallery-stores.ts';
import { openStores } from './stores.ts';
import { connectWeightsDatabase } from './weights-database.ts';
import { createChunkStore } from './weights.ts';

const names = { studio: 'outlive-studio', weights: 'outlive-weights' };
afterEach(async () => {
  for (const name of Object.values(names)) await deleteDB(name);
});

const manifest = CATALOG.find(({ task }) => task === 'image') as (typeof CATALOG)[number];
const picture: WholePicture = {
  id: 'fox',
  createdAt: 1,
  width: 2,
  height: 2,
  sizeBytes: 3,
  isFavourite: true,
  parameters: {
    prompt: 'a fox',
    seed: 1,
    numInferenceSteps: 1,
    guidanceScale: 1,
    scheduler: 'euler',
    width: 2,
    height: 2,
    model: manifest.id,
  },
  file: new Blob(['png'], { type: 'image/png' }),
  thumbnail: new Blob(['small'], { type: 'image/webp' }),
};
const collection = { id: 'trip', name: 'Trip', createdAt: 1, pictureIds: ['fox'] };

it('a picture and its collection stay as they are when its model goes, and all weights with it', async () => {
  const stores = await openStores({ onLoss: () => undefined, name: names.studio });
  const { collections } = createGalleryStores(stores);
  await stores.pictures.put(picture);
  await collections.put(collection);
  const weights = connectWeightsDatabase(names.weights);
  const store = createChunkStore(weights);
  await store.putModel({ manifest, dtypes: ['fp32'], installedAt: 1, lastUsedAt: 1 });
  const options = {
    store,
    locks: createLocalLocks(),
    chunkBytes: 1,
    measureRoom: () => Promise.resolve(undefined),
  };
  const starter = { url: 'http://127.0.0.1', fetch };
  const models = createModelLibrary(
    options,
    { starter, hubs: [] },
    () => false,
    () => Promise.reject(new Error('nothing is described')),
  );

  const before = await stores.pictures.list();
  await models.remove(manifest.id, new AbortController().signal);
  expect(await store.listModels()).toEqual([]);
  weights.close();
  await deleteDB(names.weights);

  expect(await stores.pictures.list()).toEqual(before);
  const { file, thumbnail } = await stores.pictures.readFiles('fox');
  expect([await file.text(), await thumbnail.text()]).toEqual(['png', 'small']);
  expect(await collections.list()).toEqual([collection]);
});
