import { expect, it } from 'vitest';
import { createObservable } from '../../../engine-client/observable.ts';
import type { PictureLibraryState } from '../../../engine-client/pictures/library-state.ts';
import type { SignRequest } from '../../../engine/credentials/credentials-engine.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { createPictureSigner } from './sign-picture.ts';

const parameters = {
  prompt: 'a fox',
  seed: 7,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 2,
  height: 2,
  model: 'tiny',
};
const common = { createdAt: 1, width: 2, height: 2, sizeBytes: 3, isFavourite: false, parameters };
const photo: StoredPicture = { ...common, id: 'photo' };
const redrawn: StoredPicture = {
  ...common,
  id: 'redrawn',
  jobId: 'job',
  sourceId: 'photo',
  parameters: { ...parameters, task: 'inpaint' },
};

function setUp() {
  const asked: SignRequest[] = [];
  const state = createObservable<PictureLibraryState>({
    pictures: [redrawn, photo],
    removed: [],
    problem: null,
    unsaved: [],
    importNotes: [],
  });
  const client = {
    sign: async (request: SignRequest) => {
      asked.push(request);
      return request.file;
    },
    read: () => Promise.reject(new Error('Nothing is read.')),
  };
  const sign = createPictureSigner(
    { state, readFile: async (id) => new Blob([id]) },
    {
      open: async () => client,
      readSettings: () => ({ signsPictures: true, signerName: 'Ana' }),
    },
  );
  return { sign, asked };
}

it('tells how a picture came about among those of the library, and what saving did', async () => {
  const { sign, asked } = setUp();
  const signal = new AbortController().signal;
  const png = new Blob(['png'], { type: 'image/png' });
  const webp = new Blob(['webp'], { type: 'image/webp' });
  await sign(redrawn, { stored: png, made: webp }, signal);
  await sign(photo, { stored: png, made: png }, signal);
  await sign(photo, { stored: webp, made: new Blob([webp], { type: webp.type }) }, signal);
  expect(asked.map(({ signerName }) => signerName)).toEqual(['Ana', 'Ana', 'Ana']);
  expect(asked[0]?.file).toBe(webp);
  expect(asked.map(({ claim }) => claim.edits.map(({ action }) => action))).toEqual([
    ['c2pa.edited', 'c2pa.converted'],
    [],
    ['c2pa.transcoded'],
  ]);
  const [origin] = asked.map(({ claim }) => claim.origin);
  expect(origin?.kind === 'opened' && (await origin.file.text())).toBe('photo');
});
