import { expect, it } from 'vitest';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import { createMemoryCollections } from '../../../storage/memory-collections.ts';
import { createCollectionsStore, type CollectionNews } from './collections-store.ts';

/** Two tabs over one store. */
function openTwo() {
  const collections = createMemoryCollections();
  const open = createFakeTabs<CollectionNews>();
  const [one, two] = [
    createCollectionsStore(collections, open()),
    createCollectionsStore(collections, open()),
  ];
  return { one: one.getState, two: two.getState, collections };
}
const contents = (state: ReturnType<typeof openTwo>['one']) =>
  state().collections?.map(({ name, pictureIds }) => [name, ...pictureIds]);

it('makes, fills, renames and empties collections, and other tabs follow', async () => {
  const { one, two } = openTwo();
  await two().restore();
  const trip = await one().create(' Trip ', ['a']);
  await one().create('animals', []);
  await one().add(trip as string, ['b', 'a']);
  expect(contents(one)).toEqual([['animals'], ['Trip', 'a', 'b']]);
  await two().rename(trip as string, 'A trip');
  await two().takeOut(trip as string, ['a']);
  await expect.poll(() => contents(one)).toEqual([['A trip', 'b'], ['animals']]);
});

it('a name that is taken adds to the collection that has it; none makes none', async () => {
  const { one } = openTwo();
  const id = await one().create('Trip', ['a']);
  expect(await one().create('trip', ['b'])).toBe(id);
  expect(await one().create('  ', ['b'])).toBeNull();
  await one().rename(id as string, ' ');
  expect(contents(one)).toEqual([['Trip', 'a', 'b']]);
});

it('a deleted collection comes back with all that was in it', async () => {
  const { one, two } = openTwo();
  const id = await one().create('Trip', ['a', 'b']);
  await one().remove(id as string);
  expect(contents(one)).toEqual([]);
  expect(one().removed?.name).toBe('Trip');
  await one().undoRemove();
  await expect.poll(() => contents(two)).toEqual([['Trip', 'a', 'b']]);
});

it('what two tabs add at the same time is all kept', async () => {
  const { one, two } = openTwo();
  const id = (await one().create('Trip', [])) as string;
  await Promise.all([one().add(id, ['a']), two().add(id, ['b'])]);
  await one().restore();
  expect(contents(one)?.[0]?.toSorted()).toEqual(['Trip', 'a', 'b']);
});

it('says that the browser did not take a change', async () => {
  const { collections } = openTwo();
  const store = createCollectionsStore(
    { ...collections, put: () => Promise.reject(new Error('full')) },
    createFakeTabs<CollectionNews>()(),
  ).getState;
  await store().create('Trip', []);
  expect(store().problem).not.toBeNull();
  expect(store().collections).toBeNull();
});
