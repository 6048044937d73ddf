import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../../engine/models/catalog.ts';
import { isForTask } from '../../../engine/models/manifest.ts';
import type { BatchEvent, BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import { planBases } from '../../../engine/studio/batch/plan-bases.ts';
import { listShapes } from '../../../engine/diffusion/plan/picture-shapes.ts';
import { analyzeContext } from '../../../engine/studio/brief/analyze-context.ts';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import { createLocalLocks } from '../../../engine/locks.ts';
import { createBatches } from '../../../engine/studio/batch/batches.ts';
import { createMemoryBatchStore } from '../../../engine/studio/batch/batch-store.ts';
import { createFakeQueue } from '../../../engine/studio/batch/fake-queue.fixture.ts';
import {
  createMemoryStudioProjects,
  type StudioProjects,
} from '../../../storage/studio/studio-projects.ts';
import type { StudioNews } from './studio-news.ts';
import type { PictureClaim } from '../../../engine/credentials/claim/picture-claim.ts';
import type { SignRequest } from '../../../engine/credentials/credentials-engine.ts';
import { openSetSigner } from '../set/sign-set.ts';
import { packSet } from '../set/pack-set.ts';
import { planSet } from '../set/plan-set.ts';
import { readZip } from '../../../engine/files/read-zip.ts';
import { createStudioStore } from './studio-store.ts';
import type { StudioStore } from './studio-state.ts';

const STICKERS = CATALOG.filter((manifest) => isForTask(manifest, 'image')).find(
  ({ id }) => id === BUILT_IN_IMAGE_MODEL,
);
const FREE = CATALOG.filter((manifest) => isForTask(manifest, 'image')).find(
  ({ pipeline }) => !pipeline.size.isFixed,
);

/** Draws files that say what they are, and can fail at a stage of a size. */
function createDrawing(model = STICKERS) {
  const requests: BatchRequest[] = [];
  const fails = { at: '' };
  const seeds: number[] = [];
  /** Which of the seeds it is, from 1, in the order in which they were drawn. */
  function count(seed: number): number {
    if (!seeds.includes(seed)) seeds.push(seed);
    return seeds.indexOf(seed) + 1;
  }
  async function* generateBatch(
    request: BatchRequest,
    signal: AbortSignal,
  ): AsyncGenerator<BatchEvent> {
    requests.push(request);
    const { sizes, prompt, bases = [], focalPoints = [], images = [], seed = 0 } = request;
    const nth = count(seed);
    const plan = planBases(sizes, request.shapes ?? (model ? listShapes(model) : []));
    yield { type: 'batch-start', bases: plan.bases.length, sizes: sizes.length, seed };
    for (const [index, shape] of plan.bases.entries()) {
      const parameters = {
        prompt,
        seed,
        numInferenceSteps: 1,
        guidanceScale: 1,
        scheduler: 'ddim',
        model: request.model ?? '',
        ...shape,
      };
      const file = bases[index]?.file ?? new Blob([`base ${nth}`], { type: 'image/png' });
      const picture = { file, ...shape, parameters };
      if (!bases[index])
        yield {
          type: 'base-event',
          base: index,
          event: { type: 'stage-end', stage: 'diffuse', ms: 1, picture },
        };
      if (fails.at === 'moderate')
        throw new EngineError('internal', 'No.', { details: { stage: 'moderate' } });
      signal.throwIfAborted();
      const focalPoint = focalPoints[index]
        ? ({ ...focalPoints[index], method: 'given' } as const)
        : ({ x: 0.5, y: 0.5, method: 'centre' } as const);
      yield { type: 'base-end', index, base: { ...picture, focalPoint } };
      const isMissing = (name: string) => images.every((image) => image.name !== name);
      for (const { size } of plan.sizes.filter(({ base }) => base === index)) {
        if (!isMissing(size.name)) continue;
        if (fails.at === size.name)
          throw new EngineError('internal', 'No.', { details: { stage: 'overlay' } });
        yield {
          type: 'size-end',
          image: {
            ...size,
            base: index,
            crop: { left: 0, top: 0, width: 1, height: 1 },
            file: new Blob([`${size.name} ${nth}`], { type: 'image/webp' }),
            parameters,
            derivatives: [],
            findings: {},
            stages: [],
          },
        };
      }
    }
    yield { type: 'finish', images: [], bases: [], seed, stages: [], ms: 1 };
  }
  return { generateBatch, requests, fails };
}

/** What outlives a page: stores, and what other tabs share with it. */
function openBrowser({
  drawing = createDrawing(),
  projects = createMemoryStudioProjects(),
}: { drawing?: Drawing; projects?: StudioProjects } = {}) {
  const kept = createMemoryBatchStore();
  const queue = createFakeQueue({ studio: drawing, store: kept });
  return {
    drawing,
    projects,
    kept,
    queue,
    locks: createLocalLocks(),
    openTabs: createFakeTabs<StudioNews>(),
    last: '',
  };
}
type Browser = ReturnType<typeof openBrowser>;
type Drawing = ReturnType<typeof createDrawing>;

interface Options {
  browser?: Browser;
  image?: typeof STICKERS;
}

function createStore({ browser = openBrowser(), image = STICKERS }: Options = {}) {
  const store = createStudioStore({
    engine: {
      analyzeContext: ({ brief, category, filters, rulesOnly: _ }, signal) => {
        if (!image) throw new Error('No model.');
        const request = { brief, ...(category && { category }), ...(filters && { filters }) };
        return analyzeContext(request, { image }, signal);
      },
    },
    openBatches: async () => createBatches(browser.queue, browser.kept),
    tabs: browser.openTabs(),
    locks: browser.locks,
    openProjects: async () => browser.projects,
    readModels: () => ({ image, device: 'wasm' }),
    lastOpen: { read: () => browser.last, write: (id) => void (browser.last = id) },
  });
  const { drawing: batches, projects } = browser;
  return { store, batches, projects, browser };
}

const BRIEF = 'Spring sale at a bakery in Lisbon, cosy, saying “Primavera!”';

async function createRead(options?: Options) {
  const made = createStore(options);
  await made.store.getState().restore();
  made.store.getState().setBrief(BRIEF);
  await made.store.getState().understand();
  return made;
}

const draftOf = (store: StudioStore) => store.getState().project.draft;
const staleOf = (store: StudioStore, image = STICKERS) =>
  planSet(store.getState().project, image)?.stale;
const textOf = async (store: StudioStore, name: string) => {
  const { project, files } = store.getState();
  const image = project.made.images.find((each) => each.name === name);
  return image && files.get(image.id)?.text();
};

describe('reading a brief', () => {
  it('gives prompts, reasons, sizes and the words that must appear', async () => {
    const { store } = await createRead();
    const { understanding, cards, cardId, stages, sizes } = draftOf(store);
    expect(understanding?.classification).toMatchObject({ culture: 'Portugal', mood: 'cosy' });
    expect(understanding?.reasons.culture).toEqual({ from: 'brief', cue: 'Lisbon' });
    expect(cards).toHaveLength(3);
    expect(cardId).toBe(cards[0]?.id);
    expect(stages.overlay).toMatchObject({ isOn: true, text: 'Primavera!' });
    expect(sizes.map(({ name }) => name)).toEqual(['hero', 'og', 'square', 'story']);
  });

  it('follows a tag that is changed, and undo takes both back in one step', async () => {
    const { store } = await createRead({ image: FREE });
    const before = draftOf(store);
    await store.getState().setTag('mood', 'festive');
    expect(draftOf(store).understanding?.reasons.mood).toEqual({ from: 'filter' });
    expect(draftOf(store).cards[0]?.prompt).toContain('festive');
    await store.getState().setTag('aspect', 'portrait');
    expect(draftOf(store).sizes.map(({ name }) => name)).toEqual(['story', 'sidebar']);
    store.getState().undo();
    store.getState().undo();
    expect(draftOf(store)).toEqual(before);
    store.getState().redo();
    expect(draftOf(store).cards[0]?.prompt).toContain('festive');
  });

  it('leaves alone what somebody has written or chosen', async () => {
    const { store } = await createRead();
    const { addCard, editCard, removeSize, setStage, understand, setBrief } = store.getState();
    addCard();
    const own = draftOf(store).cardId ?? '';
    editCard(own, { prompt: 'a whale' });
    removeSize('hero');
    setStage('overlay', { text: 'Hello' });
    setBrief('Winter sale, saying “Frio!”, portrait');
    await understand();
    expect(draftOf(store).cards.find(({ id }) => id === own)?.prompt).toBe('a whale');
    expect(draftOf(store).cardId).toBe(own);
    expect(draftOf(store).sizes.map(({ name }) => name)).toEqual(['og', 'square', 'story']);
    expect(draftOf(store).stages.overlay.text).toBe('Hello');
  });
});

describe('a set', () => {
  it('is drawn once, and text is laid over it again without drawing', async () => {
    const { store, batches } = await createRead();
    await store.getState().make();
    expect(store.getState().run).toEqual({ status: 'idle' });
    expect(staleOf(store)).toEqual([]);
    expect(batches.requests[0]).not.toHaveProperty('bases');
    store.getState().setStage('overlay', { text: 'Verão!' });
    expect(staleOf(store)).toHaveLength(4);
    expect(planSet(store.getState().project, STICKERS)?.toDraw).toBe(0);
    await store.getState().make();
    expect(batches.requests[1]).toMatchObject({
      textOverlay: { text: 'Verão!' },
      bases: [{ width: 256 }],
      seed: batches.requests[0]?.seed,
    });
    expect(staleOf(store)).toEqual([]);
  });

  it('redraws one size alone, and brings back the set before it', async () => {
    const { store, batches } = await createRead();
    await store.getState().make();
    await store.getState().redraw('story');
    expect(batches.requests[1]?.sizes.map(({ name }) => name)).toEqual(['story']);
    expect(await textOf(store, 'story')).toBe('story 2');
    expect(await textOf(store, 'hero')).toBe('hero 1');
    expect(staleOf(store)).toEqual([]);
    store.getState().swapSets();
    expect(await textOf(store, 'story')).toBe('story 1');
    expect(staleOf(store)).toEqual([]);
  });

  it('keeps what was drawn when a stage fails, and goes on from there', async () => {
    const { store, batches } = await createRead();
    store.getState().setStage('moderation', { isOn: true });
    batches.fails.at = 'moderate';
    await store.getState().make();
    expect(store.getState().run).toMatchObject({ status: 'failed', stage: 'moderate' });
    batches.fails.at = 'square';
    await store.getState().make();
    expect(batches.requests[1]?.bases).toMatchObject([{ stage: 'moderate' }]);
    expect(store.getState().run).toMatchObject({ status: 'failed', stage: 'overlay' });
    expect(staleOf(store)).toEqual(['square', 'story']);
    batches.fails.at = '';
    await store.getState().makeWithout('overlay');
    expect(batches.requests[2]?.textOverlay).toBeUndefined();
    // It was looked at by now.
    expect(batches.requests[2]?.bases).not.toMatchObject([{ stage: 'moderate' }]);
    expect(staleOf(store)).toEqual([]);
  });

  it('crops around a point that is given, and another size has the same picture', async () => {
    const { store, batches } = await createRead();
    await store.getState().make();
    const base = store.getState().project.made.draws[0]?.bases[0];
    store.getState().setFocalPoint(base?.id ?? '', { x: 0.2, y: 0.3 });
    store.getState().addSize({ name: 'Poster', width: 300, height: 400 });
    expect(staleOf(store)).toHaveLength(5);
    await store.getState().make();
    expect(batches.requests[1]).toMatchObject({
      focalPoints: [{ x: 0.2, y: 0.3 }],
      seed: batches.requests[0]?.seed,
    });
    expect(planSet(store.getState().project, STICKERS)).toMatchObject({ toDraw: 0, stale: [] });
  });

  it('is redrawn for another prompt, and only the missing picture for another shape', async () => {
    const browser = openBrowser({ drawing: createDrawing(FREE) });
    const { store, batches } = await createRead({ browser, image: FREE });
    for (const { name } of draftOf(store).sizes.slice(1)) store.getState().removeSize(name);
    await store.getState().make();
    store.getState().addSize({ name: 'tall', width: 300, height: 1000 });
    expect(planSet(store.getState().project, FREE)?.toDraw).toBe(1);
    await store.getState().make();
    expect(batches.requests[1]?.bases?.filter((base) => base !== undefined)).toHaveLength(1);
    store.getState().editCard(draftOf(store).cardId ?? '', { prompt: 'a whale' });
    expect(planSet(store.getState().project, FREE)?.toDraw).toBe(2);
    await store.getState().make();
    expect(await textOf(store, 'tall')).toBe('tall 2');
    expect(store.getState().project.made.draws).toHaveLength(1);
  });

  it('stops when asked, and keeps what it has', async () => {
    const { store } = await createRead();
    const stopping = store.subscribe(({ project, stop }) => {
      if (project.made.images.length === 2) stop();
    });
    await store.getState().make();
    stopping();
    expect(store.getState().run).toEqual({ status: 'stopped' });
    expect(store.getState().project.made.images).toHaveLength(2);
    await store.getState().make();
    expect(staleOf(store)).toEqual([]);
  });

  it('goes into a zip with names, markup and a manifest', async () => {
    const { store } = await createRead();
    await store.getState().make();
    store.getState().setAlt('Bread & roses');
    const { project, files } = store.getState();
    const zip = await readZip(await packSet(project, files, new AbortController().signal));
    const stem = 'spring-sale-at-a-bakery-in-lisbon-cosy';
    expect([...zip.keys()]).toEqual([
      `${stem}-hero.webp`,
      `${stem}-og.webp`,
      `${stem}-square.webp`,
      `${stem}-story.webp`,
      `${stem}.html`,
      `${stem}.json`,
    ]);
    const read = async (ending: string) => {
      const [, entry] = [...zip].find(([name]) => name.endsWith(ending)) ?? [];
      return (await entry?.read())?.text() ?? '';
    };
    expect(await read('.html')).toContain('alt="Bread &amp; roses"');
    expect(JSON.parse(await read('.json'))).toMatchObject({
      brief: BRIEF,
      alt: 'Bread & roses',
      understood: { culture: 'Portugal' },
      files: [
        { name: 'hero', width: 1920, height: 800, drawn: { seed: project.made.draws[0]?.seed } },
        {},
        {},
        {},
      ],
    });
  });
});

describe('projects', () => {
  it('are there after a reload with their pictures', async () => {
    const first = await createRead();
    await first.store.getState().make();
    await first.store.getState().rename(first.store.getState().project.id, 'Spring');
    await new Promise((resolve) => setTimeout(resolve));
    const second = createStore({ browser: first.browser });
    await second.store.getState().restore();
    expect(second.store.getState().project).toEqual(first.store.getState().project);
    expect(await textOf(second.store, 'hero')).toBe('hero 1');
    expect(staleOf(second.store)).toEqual([]);
  });

  it('are duplicated with their pictures, deleted and restored', async () => {
    const { store, projects } = await createRead();
    await store.getState().make();
    const { id } = store.getState().project;
    await store.getState().duplicate(id);
    const copy = store.getState().project;
    expect(copy).toMatchObject({ name: expect.stringMatching(/\(copy\)$/) as string });
    store.getState().setStage('overlay', { text: 'Outono!' });
    await store.getState().make();
    await store.getState().open(id);
    expect(draftOf(store).stages.overlay.text).toBe('Primavera!');
    expect(await textOf(store, 'hero')).toBe('hero 1');
    await store.getState().remove(id);
    expect((await projects.list()).map((each) => each.id)).toEqual([copy.id]);
    expect(draftOf(store).brief).toBe('');
    await store.getState().undoRemove();
    await store.getState().open(id);
    expect(await textOf(store, 'hero')).toBe('hero 1');
  });

  it('are not kept before anything is said', async () => {
    const { store, projects } = createStore();
    await store.getState().restore();
    store.getState().removeSize('hero');
    await new Promise((resolve) => setTimeout(resolve));
    expect(await projects.list()).toEqual([]);
    expect(store.getState().projects).toEqual([]);
  });
});

describe('beginning with what another screen gives', () => {
  const origin = { kind: 'conversation', id: 'c1' } as const;

  it('draws an idea as it is, beside what the brief suggests, and says where it came from', async () => {
    const { store, projects } = createStore();
    const { restore, begin, understand } = store.getState();
    await restore();
    const idea = { prompt: 'a fox in the snow', negativePrompt: 'text' };
    await begin({ brief: idea.prompt, idea, origin });
    await understand();
    const { cards, cardId } = draftOf(store);
    expect(cards.length).toBeGreaterThan(1);
    expect(cards.find(({ id }) => id === cardId)).toMatchObject(idea);
    const [kept] = await projects.list();
    expect(kept).toMatchObject({ origin, draft: { brief: idea.prompt } });
  });

  it('cuts all sizes from a picture, whatever its shape, and draws nothing', async () => {
    const { store, batches, projects } = createStore();
    await store.getState().restore();
    const parameters = {
      prompt: '',
      seed: 0,
      numInferenceSteps: 0,
      guidanceScale: 0,
      scheduler: '',
      model: '',
      width: 900,
      height: 300,
    };
    const file = new Blob(['mine'], { type: 'image/jpeg' });
    await store
      .getState()
      .begin({ brief: '', picture: { file, width: 900, height: 300, parameters } });
    expect(planSet(store.getState().project, STICKERS)?.toDraw).toBe(0);
    await store.getState().make();
    const [request] = batches.requests;
    expect(request?.bases).toHaveLength(1);
    expect(await request?.bases?.[0]?.file.text()).toBe('mine');
    expect(request?.shapes).toEqual([{ width: 900, height: 300 }]);
    expect(store.getState().project.made.images).toHaveLength(draftOf(store).sizes.length);
    expect(staleOf(store)).toEqual([]);
    const [kept] = await projects.list();
    expect(kept && (await projects.readFiles(kept.id)).size).toBe(1 + draftOf(store).sizes.length);
  });

  it('has the picture again after a prompt was drawn instead', async () => {
    const { store } = createStore();
    await store.getState().restore();
    const picture = {
      file: new Blob(['mine']),
      width: 900,
      height: 300,
      parameters: {
        prompt: 'a fox',
        seed: 3,
        numInferenceSteps: 1,
        guidanceScale: 1,
        scheduler: 'ddim',
        model: 'elsewhere',
        width: 900,
        height: 300,
      },
    };
    await store.getState().begin({ brief: 'a fox', picture });
    const own = draftOf(store).cardId ?? '';
    await store.getState().make();
    await store.getState().understand();
    store.getState().chooseCard(draftOf(store).cards[0]?.id ?? '');
    expect(planSet(store.getState().project, STICKERS)?.toDraw).toBeGreaterThan(0);
    await store.getState().make();
    store.getState().chooseCard(own);
    expect(planSet(store.getState().project, STICKERS)?.toDraw).toBe(0);
  });
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const imagesOf = (store: StudioStore) =>
  store.getState().project.made.images.map(({ name }) => name);

/** A tab that is gone: nothing that it does reaches anything that outlives it. */
function killable(browser: Browser) {
  let isAlive = true;
  const { projects } = browser;
  const own: StudioProjects = {
    ...projects,
    change: (...args) => (isAlive ? projects.change(...args) : new Promise(() => undefined)),
  };
  let letGo = () => {};
  const gone = new Promise<never>((_, reject) => (letGo = () => reject(new Error('gone'))));
  gone.catch(() => undefined);
  const locks: Browser['locks'] = {
    hold: (name, signal, work) =>
      browser.locks.hold(name, signal, () => Promise.race([work(), gone])),
  };
  const kept = {
    ...browser.kept,
    remove: (id: string) =>
      isAlive ? browser.kept.remove(id) : new Promise<void>(() => undefined),
  };
  const tabs = browser.openTabs();
  const openTabs = () => ({
    ...tabs,
    tell: (news: StudioNews) => {
      if (isAlive) tabs.tell(news);
    },
  });
  const kill = () => {
    isAlive = false;
    tabs.close();
    letGo();
  };
  return { browser: { ...browser, projects: own, locks, kept, openTabs }, kill };
}

describe('the queue', () => {
  it('shows how a set waits, and goes on with it when somebody continues', async () => {
    const { store, browser } = await createRead();
    browser.queue.pause();
    const making = store.getState().make();
    const paused = { status: 'waiting', before: 0, isPaused: true };
    await expect.poll(() => store.getState().run).toEqual(paused);
    expect(store.getState().project.pending).toHaveLength(1);
    await store.getState().continueQueue();
    await making;
    expect(staleOf(store)).toEqual([]);
    expect(store.getState().project.pending).toBeUndefined();
  });

  it('draws on for a set while another is on the screen', async () => {
    const { store } = await createRead();
    const { id } = store.getState().project;
    const making = store.getState().make();
    await store.getState().begin();
    expect(store.getState().run).toEqual({ status: 'idle' });
    await making;
    expect(imagesOf(store)).toEqual([]);
    await store.getState().open(id);
    expect(staleOf(store)).toEqual([]);
    expect(await textOf(store, 'hero')).toBe('hero 1');
  });

  it('is left as it was by a tab that was killed, and the next visit continues it', async () => {
    const browser = openBrowser();
    const first = killable(browser);
    const { store } = await createRead({ browser: first.browser });
    void store.getState().make();
    await expect.poll(() => imagesOf(store).length).toBeGreaterThan(0);
    browser.queue.pause();
    first.kill();
    const second = createStore({ browser });
    await second.store.getState().restore();
    await second.store.getState().continueQueue();
    await expect.poll(() => staleOf(second.store)).toEqual([]);
    expect(second.store.getState().project.pending).toBeUndefined();
    expect(second.store.getState().project.made.draws[0]?.bases).toHaveLength(1);
    expect(browser.drawing.requests).toHaveLength(1);
  });

  it('has a set that was asked for and never began, and continues it only when told', async () => {
    const browser = openBrowser();
    browser.queue.pause();
    const first = killable(browser);
    const { store } = await createRead({ browser: first.browser });
    void store.getState().make();
    await expect.poll(() => store.getState().run.status).toBe('waiting');
    await settle();
    const [pending] = store.getState().project.pending ?? [];
    first.kill();
    browser.queue.giveUp(pending?.batchId ?? '');
    const second = createStore({ browser });
    await second.store.getState().restore();
    expect(second.store.getState().run).toEqual({ status: 'waiting', before: 0, isPaused: true });
    expect(browser.drawing.requests).toHaveLength(0);
    await second.store.getState().continueQueue();
    expect(staleOf(second.store)).toEqual([]);
    expect(browser.drawing.requests).toHaveLength(1);
  });

  it('keeps what was drawn where the disk is full, and a later visit takes it', async () => {
    const projects = createMemoryStudioProjects();
    let isFull = false;
    const full: StudioProjects = {
      ...projects,
      change: (...args) =>
        isFull ? Promise.reject(new EngineError('storage_full', 'full')) : projects.change(...args),
    };
    const browser = openBrowser({ projects: full });
    const { store } = await createRead({ browser });
    store.subscribe(({ project }) => (isFull ||= project.made.images.length === 1));
    await store.getState().make();
    expect(store.getState().problem?.code).toBe('storage_full');
    expect(staleOf(store)).toEqual([]);
    const second = createStore({ browser });
    isFull = false;
    await second.store.getState().restore();
    await expect.poll(() => staleOf(second.store)).toEqual([]);
    expect(await textOf(second.store, 'story')).toBe('story 1');
    expect(browser.drawing.requests).toHaveLength(1);
  });
});

describe('two tabs with one set', () => {
  async function openTwo() {
    const browser = openBrowser();
    const first = await createRead({ browser });
    await settle();
    const second = createStore({ browser });
    await second.store.getState().restore();
    return { one: first.store, two: second.store, browser };
  }

  it('see what is changed and made in the other, and lose neither’s', async () => {
    const { one, two } = await openTwo();
    const making = one.getState().make();
    two.getState().setStage('overlay', { text: 'Verão!' });
    two.getState().rename(two.getState().project.id, 'Summer');
    await making;
    await settle();
    for (const store of [one, two]) {
      expect(store.getState().project.name).toBe('Summer');
      expect(draftOf(store).stages.overlay.text).toBe('Verão!');
      expect(imagesOf(store)).toEqual(['hero', 'og', 'square', 'story']);
      expect(await textOf(store, 'hero')).toBe('hero 1');
      expect(store.getState().run).toEqual({ status: 'idle' });
    }
    expect(one.getState().project).toEqual(two.getState().project);
  });

  it('are both shown how far it is, and either stops it', async () => {
    const { one, two, browser } = await openTwo();
    browser.queue.pause();
    const making = one.getState().make();
    await expect
      .poll(() => two.getState().run)
      .toMatchObject({ status: 'waiting', isPaused: true });
    two.getState().stop();
    await making;
    await settle();
    for (const store of [one, two]) {
      expect(store.getState().run).toEqual({ status: 'stopped' });
      expect(store.getState().project.pending).toBeUndefined();
    }
    browser.queue.resume();
    await two.getState().make();
    await settle();
    expect(staleOf(one)).toEqual([]);
    expect(browser.drawing.requests).toHaveLength(1);
  });

  it('have the second one follow what the first has begun when that is closed', async () => {
    const browser = openBrowser();
    const first = killable(browser);
    const { store } = await createRead({ browser: first.browser });
    await settle();
    const second = createStore({ browser });
    await second.store.getState().restore();
    browser.queue.pause();
    void store.getState().make();
    await expect.poll(() => second.store.getState().run.status).toBe('waiting');
    first.kill();
    await second.store.getState().continueQueue();
    await expect.poll(() => staleOf(second.store)).toEqual([]);
    expect(browser.drawing.requests).toHaveLength(1);
  });

  it('tell the second one that the set was deleted', async () => {
    const { one, two } = await openTwo();
    await one.getState().remove(one.getState().project.id);
    await settle();
    expect(draftOf(two).brief).toBe('');
    expect(two.getState().projects).toEqual([]);
    expect(two.getState().problem?.message).toContain('deleted in another tab');
    await one.getState().undoRemove();
    await settle();
    expect(two.getState().projects).toHaveLength(1);
  });
});

describe('a set that is signed', () => {
  it('says of each file in the zip what it was cut from and what was done to it', async () => {
    const { store } = await createRead();
    await store.getState().make();
    const { project, files } = store.getState();
    const claims: PictureClaim[] = [];
    const credentials = {
      open: async () => ({
        sign: async ({ file, claim }: SignRequest) => {
          claims.push(claim);
          return new Blob(['signed ', file]);
        },
      }),
      readSettings: () => ({ signsPictures: true, signerName: 'Ada' }),
    };
    const { signal } = new AbortController();
    const sign = openSetSigner(credentials, project, files);
    const zip = await readZip(await packSet(project, files, signal, sign));
    const pictures = [...zip].filter(([name]) => name.endsWith('.webp'));
    expect(pictures).toHaveLength(project.draft.sizes.length);
    for (const [, entry] of pictures) expect(await (await entry.read()).text()).toMatch(/^signed /);
    expect(claims[0]?.origin).toMatchObject({
      kind: 'created',
      model: { id: BUILT_IN_IMAGE_MODEL },
    });
    expect(claims[0]?.edits.map(({ action, description }) => description ?? action)).toEqual([
      'c2pa.cropped',
      'A model enlarged the picture.',
      'Text was laid over the picture.',
      'c2pa.converted',
    ]);
    const off = { ...credentials, readSettings: () => ({ signsPictures: false, signerName: '' }) };
    expect(openSetSigner(off, project, files)).toBeUndefined();
  });
});
