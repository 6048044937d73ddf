import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { createObservable } from '../../../engine-client/observable.ts';
import type { PictureLibraryState } from '../../../engine-client/pictures/library-state.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { describeImport } from './describe-import.ts';
import { createImportStore } from './import-store.ts';

/** A gallery that takes any file but those that say they are broken; `room`: for how many. */
function open(room = Infinity) {
  const kept = new Map<string, File>();
  const state = createObservable<PictureLibraryState>({
    pictures: [],
    removed: [],
    problem: null,
    unsaved: [],
    importNotes: [],
  });
  let opened = 0;
  let mostAtOnce = 0;
  const library = {
    state,
    readFile: async (id: string): Promise<Blob> => kept.get(id) as File,
    async importFile(file: File) {
      mostAtOnce = Math.max(mostAtOnce, ++opened);
      await Promise.resolve();
      opened--;
      if ((await file.text()).startsWith('broken'))
        throw new EngineError('invalid_request', 'The browser cannot read this file as a picture.');
      if (kept.size >= room) throw new EngineError('storage_full', 'full');
      const id = `${file.name} ${file.lastModified}`;
      kept.set(id, file);
      const picture = { id, sizeBytes: file.size } as StoredPicture;
      state.update((before) => ({ ...before, pictures: [picture, ...(before.pictures ?? [])] }));
      return picture;
    },
  };
  const store = createImportStore(library);
  const report = () => {
    const { run } = store.getState();
    if (run.status === 'idle') throw new Error('nothing was added');
    return run.report;
  };
  return { store, start: store.getState().start, report, kept, mostAtOnce: () => mostAtOnce };
}
const file = (name: string, content = name, lastModified = 5) =>
  new File([content], name, { lastModified });

it('takes the pictures of a folder one by one, at the time of their files, under its name', async () => {
  const { start, report, mostAtOnce } = open();
  const files = [file('a.png'), file('b.webp', 'b', 7), file('notes.txt'), file('.hidden.png')];
  await start({ files, folder: 'outputs' });
  expect(report()).toEqual({
    added: ['a.png 5', 'b.webp 7'],
    known: [],
    failed: [],
    leftOut: 2,
    name: 'outputs',
  });
  expect(mostAtOnce()).toBe(1);
});

it('finds what is here by its bytes, not by its name, also within one folder', async () => {
  const { start, report, kept } = open();
  await start({ files: [file('a.png', 'fox'), file('copy.png', 'fox'), file('b.png', 'box')] });
  expect(report()).toMatchObject({ added: ['a.png 5', 'b.png 5'], known: ['a.png 5'] });
  await start({ files: [file('later.png', 'box')] });
  expect(report()).toMatchObject({ added: [], known: ['b.png 5'] });
  expect(kept.size).toBe(2);
});

it('a broken file fails alone, with a sentence', async () => {
  const { start, report } = open();
  await start({ files: [file('a.png'), file('bad.png', 'broken'), file('c.png')] });
  expect(report().added).toEqual(['a.png 5', 'c.png 5']);
  expect(report().failed).toMatchObject([
    { name: 'bad.png', error: { message: 'The browser cannot read this file as a picture.' } },
  ]);
});

it('reads a zip, with the times in it, and says that a damaged one is', async () => {
  const { start, report, kept } = open();
  const bytes = { 'deep/er/a.png': new Uint8Array([1]), 'info.json': new Uint8Array([2]) };
  const zip = zipSync(bytes, { mtime: new Date(2024, 2, 1, 12, 30, 8) });
  await start({ files: [new File([zip], 'Trip.zip', { lastModified: 9 })] });
  expect(report()).toMatchObject({ leftOut: 1, name: 'Trip', failed: [] });
  const [picture] = [...kept.values()];
  expect(picture).toMatchObject({ name: 'a.png', type: 'image/png' });
  expect(picture?.lastModified).toBe(new Date(2024, 2, 1, 12, 30, 8).getTime());
  await start({ files: [file('cut.zip'), file('b.png')] });
  expect(report()).toMatchObject({ added: ['b.png 5'], failed: [{ name: 'cut.zip' }], name: '' });
});

it('cancelled, it keeps what it has and reads no more', async () => {
  const { store, start, report } = open();
  store.subscribe(({ run }) => {
    if (run.status === 'running' && run.report.added.length === 2) store.getState().cancel();
  });
  await start({ files: ['a', 'b', 'c', 'd'].map((name) => file(name)) });
  expect(report().added).toHaveLength(2);
  expect(store.getState().run).toMatchObject({ status: 'ended', error: { code: 'aborted' } });
});

it('ends with the reason when the browser has no more room', async () => {
  const { store, start, report } = open(1);
  await start({ files: ['a', 'b', 'c'].map((name) => file(name)) });
  expect(report()).toMatchObject({ added: ['a 5'], failed: [] });
  expect(store.getState().run).toMatchObject({ status: 'ended', error: { code: 'storage_full' } });
});

it('what is given meanwhile is added to the same run, and two folders have no name together', async () => {
  const { store, start, report } = open();
  const first = start({ files: [file('a.png'), file('b.png')], folder: 'one' });
  await start({ files: [file('c.png')], folder: 'two' });
  await first;
  expect(store.getState().run.status).toBe('ended');
  expect(report()).toMatchObject({ added: ['a.png 5', 'b.png 5', 'c.png 5'], name: '' });
});

it('says in words what has become of the files', () => {
  const failed = [{ name: 'x', error: new EngineError('invalid_request', 'x') }];
  const report = { added: ['a', 'b'], known: ['c'], failed, leftOut: 3, name: '' };
  expect(describeImport(report, false)).toBe(
    'Added 2 pictures. 1 was here already. 1 file could not be read. 3 other files were left out.',
  );
  expect(describeImport({ ...report, added: [], known: [], failed: [], leftOut: 0 }, true)).toBe(
    'Stopped. No picture was added.',
  );
});
