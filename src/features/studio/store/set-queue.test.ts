import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import {
  createMemoryStudioProjects,
  type StudioProjects,
} from '../../../storage/studio/studio-projects.ts';
import {
  createRead,
  createStore,
  imagesOf,
  killable,
  openBrowser,
  settle,
  staleOf,
  textOf,
} from './studio-store.fixture.ts';

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
