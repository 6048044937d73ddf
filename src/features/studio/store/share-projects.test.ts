import { describe, expect, it } from 'vitest';
import {
  createRead,
  createStore,
  draftOf,
  imagesOf,
  killable,
  openBrowser,
  settle,
  staleOf,
  textOf,
} from './studio-store.fixture.ts';

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
