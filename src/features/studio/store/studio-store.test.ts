import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../../engine/models/catalog.ts';
import { isForTask } from '../../../engine/models/manifest.ts';
import type { BatchEvent, BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import { planBases } from '../../../engine/studio/batch/plan-bases.ts';
import { listShapes } from '../../../engine/diffusion/plan/picture-shapes.ts';
import { analyzeContext } from '../../../engine/studio/brief/analyze-context.ts';
import { createMemoryStudioProjects } from '../../../storage/studio/studio-projects.ts';
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
function createBatches(model = STICKERS) {
  const requests: BatchRequest[] = [];
  const fails = { at: '' };
  let seeds = 0;
  async function* runBatch(request: BatchRequest, signal: AbortSignal): AsyncGenerator<BatchEvent> {
    requests.push(request);
    const { sizes, prompt, bases = [], focalPoints = [] } = request;
    const seed = request.seed ?? ++seeds;
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
      const file = bases[index]?.file ?? new Blob([`base ${seed}`], { type: 'image/png' });
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
      for (const { size } of plan.sizes.filter(({ base }) => base === index)) {
        if (fails.at === size.name)
          throw new EngineError('internal', 'No.', { details: { stage: 'overlay' } });
        yield {
          type: 'size-end',
          image: {
            ...size,
            base: index,
            crop: { left: 0, top: 0, width: 1, height: 1 },
            file: new Blob([`${size.name} ${seed}`], { type: 'image/webp' }),
            parameters,
            derivatives: [],
            findings: {},
            stages: [],
          },
        };
      }
    }
  }
  return { runBatch, requests, fails };
}

interface Options {
  batches?: ReturnType<typeof createBatches>;
  projects?: ReturnType<typeof createMemoryStudioProjects>;
  image?: typeof STICKERS;
}

function createStore({
  batches = createBatches(),
  projects = createMemoryStudioProjects(),
  image = STICKERS,
}: Options = {}) {
  let last = '';
  const store = createStudioStore({
    engine: {
      analyzeContext: ({ brief, category, filters, rulesOnly: _ }, signal) => {
        if (!image) throw new Error('No model.');
        const request = { brief, ...(category && { category }), ...(filters && { filters }) };
        return analyzeContext(request, { image }, signal);
      },
    },
    runBatch: batches.runBatch,
    openProjects: async () => projects,
    readModels: () => ({ image, device: 'wasm' }),
    lastOpen: { read: () => last, write: (id) => void (last = id) },
  });
  return { store, batches, projects };
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
    expect(batches.requests[0]).toMatchObject({ bases: [undefined] });
    store.getState().setStage('overlay', { text: 'Verão!' });
    expect(staleOf(store)).toHaveLength(4);
    expect(planSet(store.getState().project, STICKERS)?.toDraw).toBe(0);
    await store.getState().make();
    expect(batches.requests[1]).toMatchObject({
      textOverlay: { text: 'Verão!' },
      bases: [{ width: 256 }],
      seed: 1,
    });
    expect(staleOf(store)).toEqual([]);
  });

  it('has one size drawn anew alone, and the set before it back', async () => {
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
    expect(batches.requests[1]).toMatchObject({ focalPoints: [{ x: 0.2, y: 0.3 }], seed: 1 });
    expect(planSet(store.getState().project, STICKERS)).toMatchObject({ toDraw: 0, stale: [] });
  });

  it('is drawn anew for another prompt, and only the missing picture for another shape', async () => {
    const batches = createBatches(FREE);
    const { store } = await createRead({ batches, image: FREE });
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
      files: [{ name: 'hero', width: 1920, height: 800, drawn: { seed: 1 } }, {}, {}, {}],
    });
  });
});

describe('projects', () => {
  it('are there after a reload with their pictures', async () => {
    const first = await createRead();
    await first.store.getState().make();
    await first.store.getState().rename(first.store.getState().project.id, 'Spring');
    await new Promise((resolve) => setTimeout(resolve));
    const second = createStore({ projects: first.projects });
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
