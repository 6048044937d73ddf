import { describe, expect, it } from 'vitest';
import { createFakeTabs } from '../../engine/tabs.fixture.ts';
import type { PictureBeginnings, PictureLibrary } from '../../engine-client/picture-library.ts';
import type {
  DiffusionEngine,
  ImageEvent,
  ImageRequest,
} from '../../engine/diffusion/diffusion-engine.ts';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { createGate } from '../../engine/gate.fixture.ts';
import type { ImageParameters } from '../../engine/images/metadata/image-parameters.ts';
import type { PixelImage } from '../../engine/images/pixel-image.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { UpscaleRequest, Upscaler } from '../../engine/upscale/upscaler.ts';
import type { StoredJob } from '../../engine/studio/job-store.ts';
import type { ImageQueueNews } from './queue/image-run.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../engine/models/catalog.ts';
import { isForTask, type ImageManifest } from '../../engine/models/manifest.ts';
import type { ImageForm } from './form/image-form.ts';
import { createImagesStore, type ImagesDependencies } from './images-store.ts';

const pixels: PixelImage = { width: 2, height: 2, data: new Uint8ClampedArray(16) };

const parametersOf = (prompt: string, seed: number): ImageParameters => ({
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

function findStickers(): ImageManifest {
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

function setUp(overrides: Partial<ImagesDependencies> = {}, rows = new Map<string, StoredJob>()) {
  const fake = createFakeEngine();
  const added: ({ prompt: string; seed: number } & PictureBeginnings)[] = [];
  let draft = '';
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
  const store = createImagesStore({
    engine: fake.engine,
    codec: {
      decode: () => Promise.resolve(pixels),
      convert: (png) => Promise.resolve(png),
      makeThumbnail: (file) => Promise.resolve(file),
    },
    library,
    jobs: {
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
    },
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

const picture: StoredPicture = {
  id: 'p',
  createdAt: 1,
  width: 2,
  height: 2,
  sizeBytes: 3,
  parameters: parametersOf('a fox', 7),
  isFavourite: false,
};

describe('drawing', () => {
  it('keeps every picture, with a new seed each time unless locked', async () => {
    const { store, added, rows } = setUp();
    store.getState().changeForm({ prompt: 'a cat', n: 2 });
    store.getState().draw();
    await expect.poll(() => added.length).toBe(2);
    const seed = added[0]?.seed ?? 0;
    expect(added[1]?.seed).toBe(seed + 1);
    await expect.poll(() => store.getState().run.status).toBe('idle');
    expect(store.getState().lastIds).toHaveLength(2);
    expect(rows.size).toBe(0);

    store.getState().changeForm({ n: 1, isSeedLocked: true, seed: 12 });
    store.getState().draw();
    await expect.poll(() => added.at(-1)?.seed).toBe(12);
  });

  it('draws a prompt from elsewhere and leaves the form alone; the picture names the request', async () => {
    const { store, added, requests } = setUp();
    store
      .getState()
      .changeForm({ prompt: 'a cat', n: 3, width: 8, height: 8, isSeedLocked: true, seed: 4 });
    const jobId = store.getState().drawIdea({ prompt: 'a fox', negativePrompt: 'text' });
    await expect.poll(() => added).toMatchObject([{ prompt: 'a fox', jobId }]);
    expect(requests).toMatchObject([{ prompt: 'a fox', negativePrompt: 'text', n: 1 }]);
    expect(requests[0]).not.toHaveProperty('width');
    expect(store.getState().form).toMatchObject({ prompt: 'a cat', n: 3, seed: 4 });
  });

  it('says where words came from until others are written', async () => {
    const { store, added } = setUp();
    const { takeWords, changeForm, draw, drawIdea } = store.getState();
    const origin = { kind: 'conversation', id: 'c1' } as const;
    takeWords({ prompt: 'a fox', negativePrompt: '' }, origin);
    changeForm({ prompt: 'a red fox' });
    draw();
    await expect.poll(() => added).toMatchObject([{ prompt: 'a red fox', origin }]);
    drawIdea({ prompt: 'a hare', negativePrompt: '' }, { ...origin, id: 'c2' });
    await expect.poll(() => added[1]?.origin?.id).toBe('c2');
    changeForm({ prompt: '' });
    changeForm({ prompt: 'a cat' });
    draw();
    await expect.poll(() => added[2]?.prompt).toBe('a cat');
    expect(added[2]).not.toHaveProperty('origin');
  });

  it('shows the preview and stops at once when it is cancelled', async () => {
    const { store, hold, step, added } = setUp();
    hold(true);
    store.getState().changeForm({ prompt: 'a cat' });
    store.getState().draw();
    await expect.poll(() => store.getState().run.status).toBe('drawing');
    step();
    await expect.poll(() => runOf(store).progress?.preview).toEqual(pixels);
    store.getState().stop();
    expect(store.getState().run.status).toBe('stopping');
    step();
    await expect.poll(() => store.getState().run.status).toBe('idle');
    expect([added.length, store.getState().failures.length]).toEqual([0, 0]);
  });

  it('is free at once when stopped, however long the engine takes', async () => {
    const { store, hold, requests, step, added, rows } = setUp();
    hold(true);
    store.getState().changeForm({ prompt: 'a cat' });
    store.getState().draw();
    await expect.poll(() => requests.length).toBe(1);
    store.getState().stop();
    await expect.poll(() => store.getState().run.status).toBe('idle');
    expect(store.getState().stopped).toHaveLength(1);
    step();
    await new Promise((resolve) => setTimeout(resolve));
    expect([added.length, rows.size]).toEqual([0, 0]);
  });

  it('keeps a picture wholly that is done when it is stopped, and does not draw it again', async () => {
    const { store, requests, library, added } = setUp();
    const { add } = library;
    let keep: (() => void) | undefined;
    library.add = async (...args) => {
      await new Promise<void>((resolve) => (keep = resolve));
      return add(...args);
    };
    store.getState().changeForm({ prompt: 'a cat', n: 2, isSeedLocked: true, seed: 10 });
    store.getState().draw();
    await expect.poll(() => keep).toBeDefined();
    store.getState().stop();
    keep?.();
    await expect.poll(() => store.getState().stopped).toMatchObject([{ done: 1 }]);
    library.add = add;
    store.getState().retry(store.getState().stopped[0]?.id ?? '');
    await expect.poll(() => added.map(({ seed }) => seed)).toEqual([10, 11]);
    expect(requests).toMatchObject([{ seed: 10 }, { seed: 11, n: 1 }]);
  });

  it('says what was stopped, and on request continues after the finished pictures', async () => {
    const { store, hold, step, added } = setUp();
    hold(true);
    store.getState().changeForm({ prompt: 'a cat', n: 3, isSeedLocked: true, seed: 10 });
    store.getState().draw();
    for (let count = 0; count < 2; count++) {
      await expect.poll(() => runOf(store).progress?.step ?? 0).toBeGreaterThanOrEqual(count);
      step();
    }
    await expect.poll(() => added.length).toBe(1);
    store.getState().stop();
    step();
    await expect.poll(() => store.getState().run.status).toBe('idle');
    const [stopped] = store.getState().stopped;
    expect(stopped).toMatchObject({ done: 1, task: { request: { prompt: 'a cat' } } });
    hold(false);
    store.getState().retry(stopped?.id ?? '');
    expect(store.getState().stopped).toEqual([]);
    await expect.poll(() => added.map(({ seed }) => seed)).toEqual([10, 11, 12]);
  });

  it('takes waiting jobs in order, which can be changed', async () => {
    const { store, hold, step, requests, rows } = setUp();
    hold(true);
    for (const prompt of ['one', 'two', 'three', 'four']) {
      store.getState().changeForm({ prompt });
      store.getState().draw();
    }
    await expect.poll(() => store.getState().run.status).toBe('drawing');
    const [, three, four] = store.getState().queue;
    store.getState().moveUp(four?.id ?? '');
    store.getState().cancel(three?.id ?? '');
    expect(rows.size).toBe(3);
    hold(false);
    step();
    await expect.poll(() => store.getState().run.status).toBe('idle');
    expect(requests.map((request) => 'prompt' in request && request.prompt)).toEqual([
      'one',
      'two',
      'four',
    ]);
  });

  it('says what went wrong, continues with the next, and retries on request', async () => {
    const { store, fail, added } = setUp();
    fail(new EngineError('invalid_output', 'No numbers.'));
    store.getState().changeForm({ prompt: 'a cat' });
    store.getState().draw();
    await expect
      .poll(() => store.getState().failures.map(({ error }) => error.code))
      .toEqual(['invalid_output']);
    fail(undefined);
    store.getState().retry(store.getState().failures[0]?.job.id ?? '');
    await expect.poll(() => added.length).toBe(1);
    expect(store.getState().failures).toEqual([]);
  });
});

it('draws with another model what a companion that went away did not draw', async () => {
  const { store, fail, requests } = setUp();
  fail(new EngineError('companion_unreachable', 'Gone.'));
  store.getState().drawIdea({ prompt: 'a cat', negativePrompt: '' });
  await expect.poll(() => store.getState().failures.length).toBe(1);
  fail(undefined);
  store.getState().retry(store.getState().failures[0]?.job.id ?? '', { model: 'here' });
  await expect.poll(() => requests.at(-1)?.model).toBe('here');
});

describe('a request with a kept seed', () => {
  const form = { prompt: 'a cat', isSeedLocked: true, seed: 5 };

  async function draw(store: ReturnType<typeof setUp>['store'], part: Partial<ImageForm> = {}) {
    store.getState().changeForm(part);
    const ended = new Promise<void>((resolve) => {
      const leave = store.subscribe(({ run }, before) => {
        if (run.status !== 'idle' || before.run.status === 'idle') return;
        leave();
        resolve();
      });
    });
    store.getState().draw();
    await ended;
  }
  const shown = (store: ReturnType<typeof setUp>['store']) => ({
    ids: store.getState().lastIds,
    cached: store.getState().cached?.count ?? 0,
  });

  it('is answered with the picture that was drawn before, and drawn again where that is asked for', async () => {
    const { store, requests } = setUp();
    await draw(store, form);
    const first = shown(store);
    expect(first.cached).toBe(0);
    await draw(store);
    expect(shown(store)).toEqual({ ...first, cached: 1 });
    expect(requests).toHaveLength(1);
    store.getState().drawAgain();
    await expect.poll(() => requests.length).toBe(2);
    await expect.poll(() => store.getState().run.status).toBe('idle');
    const redrawn = shown(store);
    expect([redrawn.cached, redrawn.ids.length]).toEqual([0, 1]);
    expect(redrawn.ids).not.toEqual(first.ids);
    await draw(store);
    expect(shown(store)).toEqual({ ...redrawn, cached: 1 });
  });

  it('is answered where its seed was chosen by chance at first, and only with a kept one', async () => {
    const { store, requests } = setUp();
    await draw(store, { prompt: 'a cat' });
    await draw(store, { isSeedLocked: true });
    expect([requests.length, shown(store).cached]).toEqual([1, 1]);
    const { seed } = store.getState().form;
    await draw(store, { isSeedLocked: false, seed });
    expect([requests.length, shown(store).cached]).toEqual([2, 0]);
  });

  it('draws what is missing of several', async () => {
    const { store, requests } = setUp();
    await draw(store, { ...form, n: 2 });
    await draw(store, { n: 3 });
    expect(requests).toMatchObject([{ n: 2 }, { n: 1, seed: 7 }]);
    expect(shown(store)).toMatchObject({ cached: 2, ids: { length: 3 } });
  });

  it('is the same with every value written out, as it was drawn', async () => {
    const { store, requests } = setUp();
    await draw(store, form);
    const { width, height, numInferenceSteps, guidanceScale } = parametersOf('a cat', 5);
    const values = { width, height, numInferenceSteps, guidanceScale };
    await draw(store, { ...values, scheduler: 'euler' });
    expect([requests.length, shown(store).cached]).toEqual([1, 1]);
    await draw(store, { numInferenceSteps: 3 });
    expect([requests.length, shown(store).cached]).toEqual([2, 0]);
  });

  it('starts from the pixels of a picture, wherever it lies', async () => {
    const { store, requests } = setUp();
    store.getState().setSource({ file: new Blob(['one']), pictureId: 'p' });
    await draw(store, form);
    store.getState().setSource({ file: new Blob(['one']) });
    await draw(store);
    expect(requests).toHaveLength(1);
    store.getState().setSource({ file: new Blob(['two']) });
    await draw(store);
    store.getState().setSource(null);
    await draw(store);
    expect(requests).toHaveLength(3);
  });

  it('is drawn where the picture was deleted, or the model is another', async () => {
    let manifest = findStickers();
    const { store, requests, library } = setUp({ findManifest: () => Promise.resolve(manifest) });
    await draw(store, form);
    manifest = { ...manifest, revision: 'retrained' };
    await draw(store);
    expect(requests).toHaveLength(2);
    await library.remove(store.getState().lastIds);
    await draw(store);
    expect(requests).toHaveLength(3);
  });

  it('is drawn where nothing is known of the model', async () => {
    const { store, requests } = setUp({ findManifest: () => Promise.reject(new Error('gone')) });
    await draw(store, form);
    await draw(store);
    expect([requests.length, store.getState().failures.length]).toEqual([2, 0]);
  });
});

describe('derived pictures', () => {
  it("vary by another seed's noise", async () => {
    const { store, requests } = setUp();
    await store.getState().vary(picture, 0.2);
    await expect.poll(() => requests.length).toBe(4);
    for (const request of requests as ImageRequest[])
      expect(request).toMatchObject({ prompt: 'a fox', seed: 7, variation: { strength: 0.2 } });
    expect(new Set((requests as ImageRequest[]).map(({ variation }) => variation?.seed)).size).toBe(
      4,
    );
  });

  it('vary imported pictures by starting from them', async () => {
    const { store, requests, added } = setUp();
    await store
      .getState()
      .vary({ ...picture, parameters: { ...picture.parameters, task: undefined } }, 0.2);
    await expect.poll(() => added.length).toBe(4);
    expect(requests[0]).toMatchObject({ image: pixels, n: 4 });
    expect(added[0]?.sourceId).toBe('p');
  });

  it('can be larger', async () => {
    const { store, requests } = setUp();
    await store.getState().upscale(picture, 2);
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]).toMatchObject({
      factor: 2,
      image: pixels,
      parameters: { prompt: 'a fox' },
    });
  });

  it('start from it, with a mask if there is one', async () => {
    const { store, requests } = setUp();
    const mask = { width: 2, height: 2, data: new Uint8ClampedArray(4) };
    store.getState().setSource({ file: new Blob(['x']), mask });
    store.getState().changeForm({ prompt: 'a hat', maskFeather: 3, strength: 0.4 });
    store.getState().draw();
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]).toMatchObject({ image: pixels, mask, maskFeather: 3, strength: 1 });
  });
});

it('restores form and queue from an earlier visit, and waits to continue', async () => {
  const first = setUp();
  first.hold(true);
  first.store.getState().changeForm({ prompt: 'a cat', numInferenceSteps: 9 });
  first.store.getState().draw();
  first.store.getState().draw();
  await expect.poll(() => first.rows.size).toBe(2);

  let draft = JSON.stringify(first.store.getState().form);
  const second = setUp({
    jobs: {
      list: () => Promise.resolve([...first.rows.values(), { id: 'of another version', order: 0 }]),
      put: () => Promise.resolve(),
      place: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    draft: { read: () => draft, write: (text) => (draft = text) },
  });
  await second.store.getState().restore();
  expect(second.store.getState()).toMatchObject({
    isPaused: true,
    form: { prompt: 'a cat', numInferenceSteps: 9 },
  });
  expect(second.store.getState().queue).toHaveLength(2);
  expect(second.requests).toHaveLength(0);
  second.store.getState().resume();
  await expect.poll(() => second.added.length).toBe(2);
});

describe('an interrupted job', () => {
  it('is drawn as requested, even if an earlier version stored it with the form', async () => {
    const source = {
      file: new Blob(['x']),
      mask: { width: 2, height: 2, data: new Uint8ClampedArray(4) },
    };
    const variation = { seed: 3, strength: 0.2 };
    const rowOf = (order: number, form: object, more: object = {}): [string, StoredJob] => {
      const job = {
        id: `${order}`,
        order,
        model: 'tiny',
        task: { kind: 'draw', form, variation },
        ...more,
      };
      return [job.id, job];
    };
    const rows = new Map([
      rowOf(1, {
        prompt: 'a cat',
        seed: 5,
        n: 2,
        width: 64,
        height: 32,
        isSeedLocked: true,
        scheduler: null,
      }),
      rowOf(
        2,
        { prompt: 'a hat', seed: 6, n: 1, width: 64, height: 64, maskFeather: 3, strength: 0.4 },
        { source },
      ),
    ]);
    const { store, requests } = setUp({}, rows);
    await store.getState().restore();
    store.getState().resume();
    await expect.poll(() => requests.length).toBe(2);
    const common = { model: 'tiny', device: 'wasm', previewEveryMs: 300, variation };
    expect(requests[0]).toEqual({
      ...common,
      prompt: 'a cat',
      seed: 5,
      n: 2,
      width: 64,
      height: 32,
    });
    const { mask } = source;
    const partial = { image: pixels, mask, strength: 1, maskFeather: 3 };
    expect(requests[1]).toEqual({ ...common, prompt: 'a hat', seed: 6, n: 1, ...partial });
  });

  it('continues after the finished pictures', async () => {
    const first = setUp();
    first.hold(true);
    first.store.getState().changeForm({ prompt: 'a cat', n: 4, isSeedLocked: true, seed: 10 });
    first.store.getState().draw();
    for (let step = 0; step < 2; step++) {
      await expect.poll(() => runOf(first.store).progress?.step ?? 0).toBeGreaterThanOrEqual(step);
      first.step();
    }
    await expect.poll(() => [...first.rows.values()].map((row) => row['done'])).toEqual([1]);

    const second = setUp({}, first.rows);
    await second.store.getState().restore();
    expect(second.store.getState().isPaused).toBe(true);
    second.hold(true);
    second.store.getState().resume();
    await expect.poll(() => runOf(second.store).progress).toMatchObject({ image: 1, n: 4 });
    second.hold(false);
    second.step();
    await expect.poll(() => second.store.getState().run.status).toBe('idle');
    expect(second.added.map(({ seed }) => seed)).toEqual([11, 12, 13]);
    expect(first.rows.size).toBe(0);
  });
});

describe('two tabs', () => {
  function openTwo() {
    const open = createFakeTabs<ImageQueueNews>();
    const rows = new Map<string, StoredJob>();
    const [tabOne, tabTwo] = [open(), open()];
    return { one: setUp({ tabs: tabOne }, rows), two: setUp({ tabs: tabTwo }, rows), rows, tabOne };
  }
  const queueOf = ({ store }: ReturnType<typeof setUp>) =>
    store.getState().queue.map(({ task }) => task.kind === 'draw' && task.request.prompt);
  const draw = ({ store }: ReturnType<typeof setUp>, prompt: string) => {
    store.getState().changeForm({ prompt });
    store.getState().draw();
  };

  it('share a queue in which each picture is drawn once, by the tab already drawing', async () => {
    const { one, two, rows } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => one.store.getState().run.status).toBe('drawing');
    await two.store.getState().restore();
    expect(two.store.getState()).toMatchObject({ isPaused: false, queue: [] });
    expect(runOf(two.store)).toMatchObject({
      isElsewhere: true,
      job: { task: { request: { prompt: 'a cat' } } },
    });
    draw(two, 'a dog');
    await expect.poll(() => queueOf(one)).toEqual(['a dog']);
    one.hold(false);
    one.step();
    await expect.poll(() => rows.size).toBe(0);
    await expect.poll(() => two.store.getState().run.status).toBe('idle');
    expect(one.added.map(({ prompt }) => prompt)).toEqual(['a cat', 'a dog']);
    expect(two.requests).toEqual([]);
    expect(two.store.getState().lastIds).toEqual(one.store.getState().lastIds);
  });

  it('can each stop the running job and remove waiting ones', async () => {
    const { one, two } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    draw(one, 'a dog');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    await expect.poll(() => queueOf(two)).toEqual(['a dog']);
    two.store.getState().cancel(two.store.getState().queue[0]?.id ?? '');
    await expect.poll(() => queueOf(one)).toEqual([]);
    two.store.getState().stop();
    await expect.poll(() => one.store.getState().run.status).toBe('stopping');
    one.step();
    await expect.poll(() => two.store.getState().run.status).toBe('idle');
    expect(one.added).toEqual([]);
    // It is said where it was asked for.
    expect(two.store.getState().stopped).toMatchObject([
      { task: { request: { prompt: 'a cat' } } },
    ]);
    expect(one.store.getState().stopped).toEqual([]);
  });

  it('report a failure where the picture was requested', async () => {
    const { one, two } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    draw(two, 'a dog');
    one.hold(false);
    one.fail(new EngineError('out_of_memory', 'full'));
    one.step();
    await expect
      .poll(() => two.store.getState().failures.map(({ error }) => error))
      .toHaveLength(1);
    expect(two.store.getState().failures[0]?.error).toBeInstanceOf(EngineError);
  });

  it("leave a closed tab's job to the other, which asks first", async () => {
    const { one, two, tabOne } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    tabOne.close();
    await expect.poll(() => two.store.getState().isPaused).toBe(true);
    expect(queueOf(two)).toEqual(['a cat']);
    expect(two.store.getState().run.status).toBe('idle');
    two.store.getState().resume();
    await expect.poll(() => two.added.length).toBe(1);
  });

  it('continue by themselves if their own job waits behind it', async () => {
    const { one, two, tabOne } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    draw(two, 'a dog');
    tabOne.close();
    await expect.poll(() => two.added.map(({ prompt }) => prompt)).toEqual(['a cat', 'a dog']);
  });
});

function runOf(store: ReturnType<typeof setUp>['store']) {
  const { run } = store.getState();
  if (run.status === 'idle') throw new Error('Nothing runs.');
  return run;
}
