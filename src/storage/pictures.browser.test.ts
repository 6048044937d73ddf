import { deleteDB, openDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import type { WholePicture } from '../engine/images/picture-store.ts';
import { openDatabase } from './database.ts';
import { createPictureStore } from './pictures.ts';

const NAME = 'pictures-test';
beforeEach(() => deleteDB(NAME));

const picture = (id: string, createdAt: number): WholePicture => ({
  id,
  createdAt,
  width: 2,
  height: 2,
  sizeBytes: 3,
  parameters: {
    prompt: id,
    seed: 1,
    numInferenceSteps: 1,
    guidanceScale: 1,
    scheduler: 'euler',
    width: 2,
    height: 2,
    model: 'm',
  },
  isFavourite: false,
  file: new Blob(['png'], { type: 'image/png' }),
  thumbnail: new Blob(['small'], { type: 'image/webp' }),
});

it('keeps pictures with their bytes, newest first', async () => {
  const store = createPictureStore(await openDatabase(NAME));
  await store.put(picture('a', 1), picture('b', 2));
  const listed = await store.list();
  expect(listed.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(listed[0]).not.toHaveProperty('file');
  expect(await (await store.readFiles('a')).file.text()).toBe('png');
  await store.update({ ...(listed[1] as WholePicture), isFavourite: true });
  expect((await store.list())[1]?.isFavourite).toBe(true);
  expect(await (await store.readFiles('a')).thumbnail.text()).toBe('small');
});

it('deletes a picture with its bytes', async () => {
  const store = createPictureStore(await openDatabase(NAME));
  await store.put(picture('a', 1));
  await store.remove(['a']);
  expect(await store.list()).toEqual([]);
  await expect(store.readFiles('a')).rejects.toMatchObject({ code: 'storage_unavailable' });
});

it('adds its stores to the previous database version, which keeps its data', async () => {
  const old = await openDB(NAME, 1, {
    upgrade(created) {
      for (const name of ['chunks', 'files', 'models', 'messages'])
        created.createObjectStore(name, { keyPath: 'id' });
      created.createObjectStore('conversations', { keyPath: 'id' });
    },
  });
  await old.put('conversations', { id: 'kept' });
  old.close();
  const database = await openDatabase(NAME);
  expect(await database.use((db) => db.getAll('conversations'))).toEqual([{ id: 'kept' }]);
  await createPictureStore(database).put(picture('a', 1));
  expect(await database.use((db) => db.count('pictures'))).toBe(1);
});
