import { describe, expect, it } from 'vitest';
import { planSet } from '../set/plan-set.ts';
import { createDrawing, FREE, STICKERS } from './drawing.fixture.ts';
import { createRead, draftOf, openBrowser, staleOf, textOf } from './studio-store.fixture.ts';

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
});
