import { describe, expect, it } from 'vitest';
import { UNKNOWN_PARAMETERS } from '../../../engine-client/pictures/import-picture.ts';
import { planSet } from '../set/plan-set.ts';
import { STICKERS } from './drawing.fixture.ts';
import { createStore, draftOf, staleOf } from './studio-store.fixture.ts';

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
    const parameters = { ...UNKNOWN_PARAMETERS, width: 900, height: 300 };
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
