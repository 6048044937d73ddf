import { expect, it } from 'vitest';
import { createMemoryPictureCache } from '../engine/studio/cache/picture-cache.ts';
import { createMemoryStores } from '../storage/memory-stores.ts';
import { forgetWithPictures } from './forget-cached.ts';

const parameters = {
  prompt: 'a fox',
  seed: 1,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'ddim',
  width: 1,
  height: 1,
  model: 'tiny',
};

it('a picture that is deleted from the gallery is deleted from the cache, others stay', async () => {
  const cache = createMemoryPictureCache(100);
  for (const text of ['fox', 'cat']) {
    const picture = { file: new Blob([text]), width: 1, height: 1, parameters };
    await cache.put(text, {
      ...{ type: 'finish', ...picture, derivatives: [], findings: {}, stages: [] },
    });
  }
  const gallery = forgetWithPictures(createMemoryStores().pictures, () => Promise.resolve(cache));
  const [file, thumbnail] = [new Blob(['fox']), new Blob()];
  const facts = { id: '1', createdAt: 1, sizeBytes: 3, isFavourite: false, width: 1, height: 1 };
  await gallery.put({ ...facts, parameters, file, thumbnail });
  await gallery.remove(['1']);
  await expect.poll(() => cache.match('fox')).toBeUndefined();
  expect(await cache.match('cat')).toBeDefined();
  expect(await gallery.list()).toEqual([]);
});
