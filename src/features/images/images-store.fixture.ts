import type {
  DiffusionEngine,
  ImageEvent,
  ImageRequest,
} from '../../engine/diffusion/diffusion-engine.ts';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { createGate } from '../../engine/gate.fixture.ts';
import type { ImageParameters } from '../../engine/images/metadata/image-parameters.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { PixelImage } from '../../engine/images/pixel-image.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../engine/models/catalog.ts';
import { isForTask, type ImageManifest } from '../../engine/models/manifest.ts';
import type { StoredJob } from '../../engine/studio/job-store.ts';
import { createFakeTabs } from '../../engine/tabs.fixture.ts';
import type { UpscaleRequest, Upscaler } from '../../engine/upscale/upscaler.ts';
import type { PictureBeginnings, PictureLibrary } from '../../engine-client/picture-library.ts';
import { createImagesStore, type ImagesDependencies, type ImagesStore } from './images-store.ts';
import type { ImageQueueNews } from './queue/image-run.ts';

export const pixels: PixelImage = { width: 2, height: 2, data: new Uint8ClampedArray(16) };

export const parametersOf = (prompt: string, seed: number): ImageParameters => ({
  prompt,
  seed,
  numInferenceSteps: 2,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 2,
  height: 2,
  model: 'tiny',
  task: 'text-to-image',
});

export function findStickers(): ImageManifest {
  const found = CATALOG.find(({ id }) => id === BUILT_IN_IMAGE_MODEL);
  if (!found || !isForTask(found, 'image')) throw new Error('The stickers are missing.');
  return found;
}

/** An engine whose steps are let go one by one. */
function createFakeEngine() {
  const requests: (ImageRequest | UpscaleRequest)[] = [];
  const { hold, letGo, pass } = createGate();
  let failure: EngineError | undefined;
  async function* draw(request: ImageRequest, signal: AbortSignal): AsyncGenerator<ImageEvent> {
    requests.push(request);
    const { n = 1, seed = 0 } = request;
    yield { type: 'generation-start', n, seed, width: 2, height: 2, corrections: [] };
    for (let image = 0; image < n; image++) {
      for (let step = 1; step <= 2; step++) {
        await pass();
        throwIfAborted(signal);
        yield {
          type: 'step-end',
          image,
          step,
          of: 2,
          ms: 1,
          secondsLeft: 0,
          bytesReadBack: 0,
          preview: pixels,
        };
      }
      if (failure) throw failure;
      const parameters = parametersOf(request.prompt, seed + image);
      yield {
        type: 'image-end',
        image,
        width: 2,
        height: 2,
        png: new Uint8Array(3),
        parameters,
        seconds: 1,
      };
    }
    yield { type: 'finish', seconds: n };
  }
  const engine: DiffusionEngine & Upscaler = {
    load: () => Promise.reject(new Error('not asked for')),
    measurePrompt: () => Promise.resolve({ tokens: 1, perChunk: 75, leftOut: '' }),
    generate: draw,
    async *upscale(request, signal) {
      requests.push(request);
      throwIfAborted(signal);
      yield { type: 'finish', seconds: await Promise.resolve(1) };
    },
  };
  return {
    engine,
    requests,
    hold,
    step: letGo,
    fail: (error: EngineError | undefined) => (failure = error),
  };
}

export const picture: StoredPicture = {
  id: 'p',
  createdAt: 1,
  width: 2,
  height: 2,
  sizeBytes: 3,
  parameters: parametersOf('a fox', 7),
  isFavourite: false,
};

/** A library in memory, which notes what is added to it. */
function createFakeLibrary() {
  const added: ({ prompt: string; seed: number } & PictureBeginnings)[] = [];
  let pictures: StoredPicture[] = [];
  const library = {
    state: { getState: () => ({ pictures }) },
    add(_file: Blob, parameters: ImageParameters, about: PictureBeginnings = {}) {
      const { prompt, seed } = parameters;
      added.push({ prompt, seed, ...about });
      const id = `${added.length}: ${prompt} ${seed}`;
      pictures = [{ ...picture, id, parameters, ...about }, ...pictures];
      return Promise.resolve({ id });
    },
    remove: (ids: readonly string[]) =>
      Promise.resolve(void (pictures = pictures.filter(({ id }) => !ids.includes(id)))),
    readFile: () => Promise.resolve(new Blob(['png'])),
  } as unknown as PictureLibrary;
  return { library, added };
}

function createJobs(rows: Map<string, StoredJob>): ImagesDependencies['jobs'] {
  return {
    list: () => Promise.resolve([...rows.values()]),
    put: (...jobs) => Promise.resolve(jobs.forEach((job) => rows.set(job.id, { ...job }))),
    place: (...places) =>
      Promise.resolve(
        places.forEach(({ id, ...place }) => {
          const row = rows.get(id);
          if (row) rows.set(id, { ...row, ...place });
        }),
      ),
    remove: (id) => Promise.resolve(void rows.delete(id)),
  };
}

/** The store of a tab, and what it was given. Tabs share a queue where they are given the same rows. */
export function setUp(
  overrides: Partial<ImagesDependencies> = {},
  rows = new Map<string, StoredJob>(),
) {
  const fake = createFakeEngine();
  const { library, added } = createFakeLibrary();
  let draft = '';
  const store = createImagesStore({
    engine: fake.engine,
    codec: {
      decode: () => Promise.resolve(pixels),
      convert: (png) => Promise.resolve(png),
      makeThumbnail: (file) => Promise.resolve(file),
    },
    library,
    jobs: createJobs(rows),
    tabs: createFakeTabs<ImageQueueNews>()(),
    chooseModel: () => ({ model: 'tiny', device: 'wasm' }),
    ensureInstalled: () => Promise.resolve(),
    findManifest: () => Promise.resolve(findStickers()),
    openBatches: () => Promise.reject(new EngineError('internal', 'No batch was expected.')),
    openBulk: () => Promise.reject(new EngineError('internal', 'No list was expected.')),
    draft: { read: () => draft, write: (text) => (draft = text) },
    ...overrides,
  });
  return { store, library, added, rows, ...fake };
}

/** Throws where nothing runs. */
export function runOf(store: ImagesStore) {
  const { run } = store.getState();
  if (run.status === 'idle') throw new Error('Nothing runs.');
  return run;
}
