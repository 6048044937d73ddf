import { describe, expect, it } from 'vitest';
import type { StoredJob } from '../../../engine/studio/job-store.ts';
import { pixels, runOf, setUp } from '../images-store.fixture.ts';

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
