import { expect, it } from 'vitest';
import { createObservable } from '../../../engine-client/observable.ts';
import type { EmbeddingEngine } from '../../../engine/embeddings/embedding-engine.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { createMemoryPromptVectors } from '../../../storage/prompt-vectors.ts';
import { createLikenessStore } from './likeness-store.ts';

/** Directions in which words point: what is said of the sea, of animals, of food. */
const DIRECTIONS = [/boat|ship|sea/, /fox|dog/, /soup/];
const vectorOf = (text: string) => {
  const sides = DIRECTIONS.map((words) => (words.test(text) ? 1 : 0.05));
  const length = Math.hypot(...sides);
  return Float32Array.from(sides, (side) => side / length);
};

const picture = (id: string, prompt: string) => ({ id, parameters: { prompt } }) as StoredPicture;
const never = new AbortController().signal;

function open(...pictures: StoredPicture[]) {
  const state = createObservable<{ pictures: readonly StoredPicture[] | null }>({ pictures });
  const kept = createMemoryPromptVectors();
  const read: string[] = [];
  let failure: EngineError | undefined;
  const engine: EmbeddingEngine = {
    async embed({ texts }, signal) {
      await Promise.resolve();
      throwIfAborted(signal);
      if (failure) throw failure;
      read.push(...texts);
      return { vectors: texts.map(vectorOf), tokens: texts.length };
    },
  };
  const start = () => createLikenessStore({ engine, kept, library: { state } });
  const show = (...now: StoredPicture[]) => state.update(() => ({ pictures: now }));
  const fail = (error?: EngineError) => void (failure = error);
  return { start, show, kept, read, fail };
}

const all = [
  picture('boat', 'a boat at dusk'),
  picture('ship', 'a ship'),
  picture('again', 'a ship'),
  picture('fox', 'a red fox'),
  picture('silent', ' '),
];

it('reads each prompt once, keeps what it means, and finds what is like it', async () => {
  const { start, read, kept } = open(...all);
  const store = start();
  await store.getState().turnOn();
  expect(store.getState().run).toEqual({ status: 'ready' });
  expect(read).toEqual(['a boat at dusk', 'a ship', 'a red fox']);
  expect(store.getState().findLike('boat')).toEqual(['ship', 'again']);
  expect(store.getState().findLike('silent')).toEqual([]);
  expect([...(await store.getState().findMeaning('the sea', never)).keys()]).toEqual([
    'boat',
    'ship',
    'again',
  ]);

  read.length = 0;
  const later = start();
  await later.getState().turnOn();
  expect(read).toEqual([]);
  expect(later.getState().findLike('boat')).toEqual(['ship', 'again']);
  expect((await kept.list()).map(({ id }) => id)).toEqual(['boat', 'ship', 'again', 'fox']);
});

it('follows pictures that are added, changed and deleted', async () => {
  const { start, show, kept } = open(...all);
  const store = start();
  await store.getState().turnOn();
  show(picture('boat', 'a boat at dusk'), picture('dog', 'a dog'), picture('fox', 'hot soup'));
  await expect
    .poll(async () => (await kept.list()).map(({ id }) => id).sort())
    .toEqual(['boat', 'dog', 'fox']);
  expect([...(await store.getState().findMeaning('a dog', never)).keys()]).toEqual(['dog']);
  expect(store.getState().findLike('boat')).toEqual([]);
});

it('can be stopped, and says why it failed; either way it can be tried again', async () => {
  const { start, fail } = open(...all);
  const store = start();
  const stopped = store.getState().turnOn();
  store.getState().turnOff();
  await stopped;
  expect(store.getState().run).toEqual({ status: 'off' });
  const error = new EngineError('download_failed', 'no line');
  fail(error);
  await store.getState().turnOn();
  expect(store.getState().run).toEqual({ status: 'failed', error });
  fail();
  await store.getState().turnOn();
  expect(store.getState().run).toEqual({ status: 'ready' });
});
