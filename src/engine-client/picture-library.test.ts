import { expect, it } from 'vitest';
import { EngineError } from '../engine/errors.ts';
import type { ImageParameters } from '../engine/images/metadata/image-parameters.ts';
import type { PictureTexts } from '../engine/images/metadata/image-metadata.ts';
import {
  knownParameters,
  type PictureStore,
  type WholePicture,
} from '../engine/images/picture-store.ts';
import type { PictureCodec } from './picture-codec.ts';
import { createPictureLibrary } from './picture-library.ts';
import type { PictureNews } from './pictures/stored-pictures.ts';
import { createFakeTabs } from '../engine/tabs.fixture.ts';

function setUp(readTexts: () => Promise<PictureTexts>) {
  const kept: WholePicture[] = [];
  let refusal: Error | undefined;
  const store = {
    put: (...pictures: WholePicture[]) =>
      refusal ? Promise.reject(refusal) : Promise.resolve(void kept.push(...pictures)),
  } as unknown as PictureStore;
  let decoding = 0;
  let mostDecoding = 0;
  const codec = {
    async decode() {
      mostDecoding = Math.max(mostDecoding, ++decoding);
      await Promise.resolve();
      decoding--;
      return { width: 16, height: 8, data: new Uint8ClampedArray(512) };
    },
    makeThumbnail: () => Promise.resolve(new Blob()),
  } as unknown as PictureCodec;
  return {
    library: createPictureLibrary(store, codec, createFakeTabs<PictureNews>()(), readTexts),
    kept,
    mostDecoding: () => mostDecoding,
    refuse: (error: Error) => void (refusal = error),
  };
}

const file = new File(['png'], 'castle.png');

it('an imported picture has its measured size, whatever the file claims', async () => {
  const parameters = { prompt: 'a castle', width: 30_000, height: 30_000 };
  const { library } = setUp(() =>
    Promise.resolve({ read: { source: 'a1111', parameters }, notes: [] }),
  );
  expect(await library.importFile(file)).toMatchObject({ width: 16, height: 8, parameters });
});

it('values missing from the file stay unknown', async () => {
  const parameters = { prompt: 'a castle', model: 'dreamy' };
  const { library } = setUp(() =>
    Promise.resolve({ read: { source: 'comfyui', parameters }, notes: [] }),
  );
  const picture = await library.importFile(file);
  expect(knownParameters(picture)).toEqual({ ...parameters, width: 16, height: 8 });
  const old = {
    ...picture,
    unknown: undefined,
    parameters: { ...picture.parameters, prompt: '', model: '' },
  };
  expect(knownParameters(old)).toEqual({ width: 16, height: 8 });
});

it('a file with unreadable texts is kept and reported', async () => {
  const error = new EngineError('limit_exceeded', 'Too long.');
  const { library, kept } = setUp(() => Promise.reject(error));
  await library.importFile(file);
  expect(kept).toHaveLength(1);
  expect(library.state.getState().importNotes).toEqual([
    { fileName: 'castle.png', notes: [], error },
  ]);
  library.dismissImportNotes();
  expect(library.state.getState().importNotes).toEqual([]);
});

it('an imported picture is as old as its file, and never from the future', async () => {
  const { library } = setUp(() => Promise.resolve({ notes: [] }));
  const old = new File(['png'], 'old.png', { lastModified: 1000 });
  expect((await library.importFile(old)).createdAt).toBe(1000);
  const ahead = new File(['png'], 'ahead.png', { lastModified: Date.now() + 1e9 });
  expect((await library.importFile(ahead)).createdAt).toBeLessThanOrEqual(Date.now());
  expect(library.state.getState().pictures?.map(({ createdAt }) => createdAt)[1]).toBe(1000);
});

it('an imported picture that the store does not take is not shown: its file is still there', async () => {
  const full = new EngineError('storage_full', 'full');
  const { library, refuse } = setUp(() => Promise.resolve({ notes: [] }));
  refuse(full);
  await expect(library.importFile(file)).rejects.toBe(full);
  expect(library.state.getState()).toMatchObject({ pictures: null, unsaved: [] });
});

it('several files are imported one by one', async () => {
  const { library, mostDecoding } = setUp(() => Promise.resolve({ notes: ['texts-too-long'] }));
  await Promise.all([1, 2, 3, 4].map(() => library.importFile(file)));
  expect(mostDecoding()).toBe(1);
  expect(library.state.getState().importNotes).toHaveLength(4);
});

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
  let listed = 0;
  const list = () =>
    [...rows.values()].map(({ file: _file, thumbnail: _thumbnail, ...picture }) => picture);
  const store: PictureStore = {
    list: () => Promise.resolve((listed++, list())),
    listNewest: (count) => Promise.resolve(list().slice(0, count)),
    read: (ids) => Promise.resolve(list().filter(({ id }) => ids.includes(id))),
    readFiles: (id) => {
      const row = rows.get(id);
      return row
        ? Promise.resolve(row)
        : Promise.reject(new EngineError('storage_unavailable', 'lost'));
    },
    put: (...pictures) => {
      if (isFull) return Promise.reject(new Error('full'));
      for (const picture of pictures) rows.set(picture.id, picture);
      return Promise.resolve();
    },
    async update(picture) {
      const { file, thumbnail } = rows.get(picture.id) as WholePicture;
      rows.set(picture.id, { ...picture, file, thumbnail });
    },
    remove: (ids) => Promise.resolve(ids.forEach((id) => rows.delete(id))),
  };
  const codec = {
    decode: () => Promise.reject(new Error('not asked for')),
    convert: (png: Blob) => Promise.resolve(png),
    makeThumbnail: (file: Blob) => Promise.resolve(file),
  };
  const open = createFakeTabs<PictureNews>();
  const [one, two] = [
    createPictureLibrary(store, codec, open()),
    createPictureLibrary(store, codec, open()),
  ];
  return { one, two, rows, fill: (full = true) => (isFull = full), timesListed: () => listed };
}

it('shows in every tab what one drew, starred, deleted and restored', async () => {
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

it('keeps a note about a picture, and none that is empty', async () => {
  const { one, two, rows } = openTwo();
  await two.restore();
  const { id } = await one.add(new Blob(['png']), parameters);
  const noteOf = (library: typeof one) => library.state.getState().pictures?.[0]?.note;
  await one.setNote(id, 'For the newsletter ');
  expect(noteOf(one)).toBe('For the newsletter ');
  await expect.poll(() => noteOf(two)).toBe('For the newsletter ');
  await one.setNote(id, '  ');
  expect(noteOf(one)).toBeUndefined();
  expect(rows.get(id)).not.toHaveProperty('note');
});

it('reads only what another tab has changed', async () => {
  const { one, two, timesListed } = openTwo();
  await two.restore();
  for (let count = 1; count <= 5; count++) {
    await one.add(new Blob(['png']), parameters);
    await expect.poll(() => two.state.getState().pictures?.length).toBe(count);
  }
  expect(timesListed()).toBe(1);
});

it('keeps unstored pictures on screen, whatever other tabs report', async () => {
  const { one, two, fill } = openTwo();
  await two.restore();
  const kept = await two.add(new Blob(['png']), parameters);
  fill();
  const shown = await one.add(new Blob(['png']), parameters);
  expect(one.state.getState().problem).not.toBeNull();
  await two.toggleFavourite(kept.id);
  await expect
    .poll(() => one.state.getState().pictures?.find(({ id }) => id === kept.id)?.isFavourite)
    .toBe(true);
  expect(one.state.getState().pictures?.map(({ id }) => id)).toContain(shown.id);
});

it('offers an unstored picture as a file, and stores it once there is room', async () => {
  const { one, rows, fill } = openTwo();
  await one.restore();
  fill();
  const { id } = await one.add(new Blob(['png']), parameters);
  expect(one.state.getState().unsaved).toEqual([id]);
  expect(await (await one.readFile(id)).text()).toBe('png');
  await one.toggleFavourite(id);
  expect(rows.size).toBe(0);
  await one.keepUnsaved();
  expect(one.state.getState()).toMatchObject({ unsaved: [id], problem: { code: 'internal' } });
  fill(false);
  await one.keepUnsaved();
  expect(one.state.getState()).toMatchObject({ unsaved: [], problem: null });
  expect(rows.get(id)).toMatchObject({ isFavourite: true });
});

it('shows a picture without a thumbnail', async () => {
  const store = { put: () => Promise.resolve() } as unknown as PictureStore;
  const codec = {
    makeThumbnail: () => Promise.reject(new Error('no memory')),
  } as unknown as PictureCodec;
  const library = createPictureLibrary(store, codec, createFakeTabs<PictureNews>()());
  await library.add(new Blob(['png']), parameters);
  expect(library.state.getState().pictures).toHaveLength(1);
});

it('deletes a picture whose file is lost, says so, and restores the others', async () => {
  const { one, rows } = openTwo();
  const [lost, whole] = [
    await one.add(new Blob(['png']), parameters),
    await one.add(new Blob(['png']), parameters),
  ];
  rows.delete(lost.id);
  await one.remove([lost.id, whole.id]);
  expect(one.state.getState().pictures).toEqual([]);
  expect(one.state.getState().problem?.message).toContain('Undo cannot bring it back');
  await one.undoRemove();
  expect(one.state.getState().pictures?.map(({ id }) => id)).toEqual([whole.id]);
});
