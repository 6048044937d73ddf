import { describe, expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import { pixels, runOf, setUp } from './images-store.fixture.ts';

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
