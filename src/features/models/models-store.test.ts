import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { createModelsStore, parseRepository, type Leaving } from './models-store.ts';

const [manifest] = CATALOG as [ModelManifest];
const model: Leaving = { modelId: 'a/b', what: 'model' };

describe('deleting', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function open() {
    const removed: Leaving[] = [];
    const remove = async (leaving: Leaving) => void removed.push(leaving);
    return { removed, store: createModelsStore({ remove, describe: async () => manifest }) };
  }

  it('happens after a moment', async () => {
    const { removed, store } = open();
    store.getState().removeLater(model);
    await vi.advanceTimersByTimeAsync(7000);
    expect([removed, store.getState().leaving]).toEqual([[], [model]]);
    await vi.advanceTimersByTimeAsync(2000);
    expect([removed, store.getState().leaving]).toEqual([[model], []]);
  });

  it('does not happen if undone, even if requested again later', async () => {
    const { removed, store } = open();
    store.getState().removeLater(model);
    store.getState().keep('a/b');
    await vi.advanceTimersByTimeAsync(5000);
    store.getState().removeLater({ ...model });
    await vi.advanceTimersByTimeAsync(5000);
    expect(removed).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(removed).toHaveLength(1);
  });
});

describe('looking up a repository', () => {
  it('shows what was found, or why not', async () => {
    const store = createModelsStore({
      remove: async () => undefined,
      describe: async (repository) => {
        if (repository === 'a/b') return manifest;
        throw new EngineError('model_not_found', 'no');
      },
    });
    await store.getState().lookUp('a/b');
    expect(store.getState().lookup).toEqual({ status: 'found', manifest });
    await store.getState().lookUp('a/c');
    expect(store.getState().lookup).toMatchObject({
      status: 'failed',
      error: { code: 'model_not_found' },
    });
    await store.getState().lookUp('nonsense');
    expect(store.getState().lookup).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_request' },
    });
  });

  it('once stopped reports nothing', async () => {
    let answer = (_: ModelManifest) => {};
    const store = createModelsStore({
      remove: async () => undefined,
      describe: () => new Promise((resolve) => (answer = resolve)),
    });
    const looking = store.getState().lookUp('a/b');
    expect(store.getState().lookup.status).toBe('running');
    store.getState().endLookup();
    answer(manifest);
    await looking;
    expect(store.getState().lookup.status).toBe('idle');
  });

  it.each([
    ['owner/name', 'owner/name'],
    [' owner/my.name_2-x ', 'owner/my.name_2-x'],
    ['https://huggingface.co/owner/name', 'owner/name'],
    ['https://huggingface.co/owner/name/tree/main/onnx', 'owner/name'],
  ])('takes %s', (text, repository) => expect(parseRepository(text)).toBe(repository));
  it.each(['', 'name', 'a b/c', '/', 'owner/'])('refuses "%s"', (text) => {
    expect(() => parseRepository(text)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});
