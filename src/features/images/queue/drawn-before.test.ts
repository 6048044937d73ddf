import { describe, expect, it } from 'vitest';
import type { ImageForm } from '../form/image-form.ts';
import { findStickers, parametersOf, setUp } from '../images-store.fixture.ts';

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
