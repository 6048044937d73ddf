import { expect, it } from 'vitest';
import type { ImageParameters } from '../engine/images/metadata/image-parameters.ts';
import type { PictureStore, WholePicture } from '../engine/images/picture-store.ts';
import { createPictureLibrary, type PictureNews } from './picture-library.ts';
import { createFakeTabs } from './tabs.fixture.ts';

const parameters: ImageParameters = {
  prompt: 'a fox',
  seed: 1,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 2,
  height: 2,
  model: 'tiny',
};

/** Two tabs over one store, which can be told to refuse. */
function openTwo() {
  const rows = new Map<string, WholePicture>();
  let isFull = false;
  const store: PictureStore = {
    list: () =>
      Promise.resolve([...rows.values()].map(({ file: _file, thumbnail: _thumbnail, ...picture }) => picture)),
    readFiles: (id) => Promise.resolve(rows.get(id) as WholePicture),
    put: (...pictures) => {
      if (isFull) return Promise.reject(new Error('full'));
      for (const picture of pictures) rows.set(picture.id, picture);
      return Promise.resolve();
    },
    update: (picture) =>
      Promise.resolve(void rows.set(picture.id, { ...(rows.get(picture.id) as WholePicture), ...picture })),
    remove: (ids) => Promise.resolve(ids.forEach((id) => rows.delete(id))),
  };
  const codec = {
    decode: () => Promise.reject(new Error('not asked for')),
    convert: (png: Blob) => Promise.resolve(png),
    makeThumbnail: (file: Blob) => Promise.resolve(file),
  };
  const open = createFakeTabs<PictureNews>();
  const [one, two] = [createPictureLibrary(store, codec, open()), createPictureLibrary(store, codec, open())];
  return { one, two, fill: () => (isFull = true) };
}

it('shows in every tab what one of them drew, marked, deleted and put back', async () => {
  const { one, two } = openTwo();
  await two.restore();
  const pictures = () => two.state.getState().pictures ?? [];
  const { id } = await one.add(new Blob(['png']), parameters);
  await expect.poll(() => pictures().map((picture) => picture.id)).toEqual([id]);
  await one.toggleFavourite(id);
  await expect.poll(() => pictures()[0]?.isFavourite).toBe(true);
  await one.remove([id]);
  await expect.poll(pictures).toEqual([]);
  await one.undoRemove();
  await expect.poll(() => pictures().length).toBe(1);
});

it('keeps on the screen what the store did not take, whatever other tabs tell', async () => {
  const { one, two, fill } = openTwo();
  await two.restore();
  const kept = await two.add(new Blob(['png']), parameters);
  fill();
  const shown = await one.add(new Blob(['png']), parameters);
  expect(one.state.getState().problem).not.toBeNull();
  await two.toggleFavourite(kept.id);
  await expect.poll(() => one.state.getState().pictures?.find(({ id }) => id === kept.id)?.isFavourite).toBe(true);
  expect(one.state.getState().pictures?.map(({ id }) => id)).toContain(shown.id);
});
