import { expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import { createKindsStore, type StoredBytes } from './kinds-store.ts';

const BYTES: StoredBytes = {
  conversations: 1,
  pictures: 2,
  sets: 3,
  lists: 4,
  readings: 5,
  cache: 6,
};

it('counts by kind, and again when the cache was cleared', async () => {
  let cache = BYTES.cache;
  const store = createKindsStore({
    measure: async () => ({ ...BYTES, cache }),
    clearCache: async () => void (cache = 0),
  });
  expect(store.getState().bytes).toBeNull();
  await store.getState().refresh();
  expect(store.getState().bytes).toEqual(BYTES);
  await store.getState().clearCache();
  expect(store.getState().bytes).toEqual({ ...BYTES, cache: 0 });
});

it('says what went wrong, until it goes well', async () => {
  let isDenied = true;
  const denied = new EngineError('storage_unavailable', 'denied');
  const measure = () => (isDenied ? Promise.reject(denied) : Promise.resolve(BYTES));
  const store = createKindsStore({ measure, clearCache: () => Promise.resolve() });
  await store.getState().refresh();
  expect(store.getState().problem?.code).toBe('storage_unavailable');
  isDenied = false;
  await store.getState().refresh();
  expect(store.getState()).toMatchObject({ problem: null, bytes: BYTES });
});
