import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { exportPictures } from './export-pictures.ts';

const parameters: ImageParameters = {
  prompt: 'a fox: “red” / 🦊',
  seed: 7,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 2,
  height: 2,
  model: 'tiny',
};
const picture: StoredPicture = {
  id: 'a',
  createdAt: 1,
  width: 2,
  height: 2,
  sizeBytes: 3,
  parameters,
  isFavourite: false,
};
const never = new AbortController().signal;

function setUp() {
  const asked: [string, ImageParameters | null, number | undefined][] = [];
  const source = {
    library: { readFile: (id: string) => Promise.resolve(new Blob([id])) },
    codec: {
      convert(file: Blob, type: string, told: ImageParameters | null, quality?: number) {
        asked.push([type, told, quality]);
        return Promise.resolve(file);
      },
    },
  };
  return { source, asked };
}

it('writes a picture in the chosen format, with its parameters', async () => {
  const { source, asked } = setUp();
  const file = await exportPictures(source, [picture], { type: 'image/webp', quality: 0.5 }, never);
  expect([file.title, file.ending, await file.blob.text()]).toEqual(['a fox red 7', 'webp', 'a']);
  expect(asked).toEqual([['image/webp', parameters, 0.5]]);
});

it('invents nothing for a picture without metadata', async () => {
  const { source, asked } = setUp();
  const unknown = ['prompt', 'seed'];
  await exportPictures(source, [{ ...picture, unknown }], { type: 'image/png', quality: 1 }, never);
  expect(asked).toEqual([['image/png', null, 1]]);
});

it('signs what was made, last, and each picture of several', async () => {
  const { source, asked } = setUp();
  const signed: [string, string, string][] = [];
  const sign = async (
    { id }: StoredPicture,
    { stored, made }: { stored: Blob; made: Blob },
    signal: AbortSignal,
  ) => {
    expect([asked.length, signal.aborted]).toEqual([signed.length + 1, false]);
    signed.push([id, await stored.text(), await made.text()]);
    return new Blob(['signed ', made]);
  };
  const other = { ...picture, id: 'b' };
  const format = { type: 'image/jpeg', quality: 0.9 } as const;
  const file = await exportPictures({ ...source, sign }, [picture, other], format, never);
  expect(signed).toEqual([
    ['a', 'a', 'a'],
    ['b', 'b', 'b'],
  ]);
  const [first] = Object.values(unzipSync(new Uint8Array(await file.blob.arrayBuffer())));
  expect(new TextDecoder().decode(first)).toBe('signed a');
});

it('gives no file that could not be signed', async () => {
  const { source } = setUp();
  const sign = () => Promise.reject(new EngineError('storage_unavailable', 'No key.'));
  const format = { type: 'image/png', quality: 1 } as const;
  await expect(exportPictures({ ...source, sign }, [picture], format, never)).rejects.toMatchObject(
    { code: 'storage_unavailable' },
  );
});

it('packs several under unique, portable names, and counts them', async () => {
  const { source } = setUp();
  const other = { ...picture, id: 'b', parameters: { ...parameters, prompt: 'A Fox red' } };
  const counts: number[] = [];
  const format = { type: 'image/jpeg', quality: 0.9 } as const;
  const file = await exportPictures(source, [picture, other], format, never, (done) =>
    counts.push(done),
  );
  expect(file).toMatchObject({ title: 'Triptych 2 pictures', ending: 'zip' });
  const names = Object.keys(unzipSync(new Uint8Array(await file.blob.arrayBuffer())));
  expect(names).toEqual(['a fox red 7.jpg', 'A Fox red 7 (2).jpg']);
  expect(counts).toEqual([1, 2]);
});

it('stops between two pictures', async () => {
  const { source, asked } = setUp();
  const stop = new AbortController();
  const format = { type: 'image/jpeg', quality: 0.9 } as const;
  const work = exportPictures(source, [picture, picture], format, stop.signal, () => stop.abort());
  await expect(work).rejects.toMatchObject({ code: 'aborted' });
  expect(asked).toHaveLength(1);
});
