import { describe, expect, it } from 'vitest';
import { createRead, createStore, draftOf, staleOf, textOf } from './studio-store.fixture.ts';

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
