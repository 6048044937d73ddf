import { expect, it } from 'vitest';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { filterPictures, NO_FILTER } from './filter-pictures.ts';
import { sortPictures } from './sort-pictures.ts';
import { listRatios } from '../../../engine/diffusion/plan/picture-shapes.ts';

const picture = (id: string, prompt: string, more: Partial<StoredPicture> = {}): StoredPicture => ({
  id,
  createdAt: 0,
  width: 1,
  height: 1,
  sizeBytes: 1,
  isFavourite: false,
  ...more,
  parameters: {
    prompt,
    seed: 0,
    numInferenceSteps: 1,
    guidanceScale: 1,
    scheduler: '',
    width: 1,
    height: 1,
    model: 'a',
    ...more.parameters,
  },
});
const all = [
  picture('fox', 'A red fox'),
  picture('box', 'a box', { isFavourite: true, note: 'For the spring newsletter' }),
  picture('large', 'a fox', {
    parameters: { ...picture('', 'a fox').parameters, task: 'upscale', model: 'b' },
  }),
];
const trip = { id: 'trip', name: 'Trip', createdAt: 0, pictureIds: ['large', 'deleted', 'fox'] };
const ids = (filter: Partial<typeof NO_FILTER>) =>
  filterPictures(all, { ...NO_FILTER, ...filter }, [trip]).pictures.map(({ id }) => id);

it('finds pictures by words, kind, model and star', () => {
  expect(ids({})).toEqual(['fox', 'box', 'large']);
  expect(ids({ words: ' FOX red' })).toEqual(['fox']);
  expect(ids({ words: 'newsletter BOX' })).toEqual(['box']);
  expect(ids({ isFavourite: true })).toEqual(['box']);
  expect(ids({ task: 'upscale' })).toEqual(['large']);
  expect(ids({ task: 'imported' })).toEqual(['fox', 'box']);
  expect(ids({ model: 'b', words: 'box' })).toEqual([]);
  expect(ids({ collectionId: 'trip' })).toEqual(['fox', 'large']);
  expect(ids({ collectionId: 'trip', model: 'b' })).toEqual(['large']);
});

it('ranks what it finds: whole words in prompts first, then names of collections and models', () => {
  const many = [
    picture('inside', 'an outfox show'),
    picture('model', 'a boat', {
      parameters: { ...picture('', 'a boat').parameters, model: 'fox-xl' },
    }),
    picture('collected', 'a tree'),
    picture('begins', 'foxglove'),
    picture('whole', 'a red fox'),
    picture('meant', 'a vixen'),
    picture('none', 'soup'),
  ];
  const named = { id: 'c', name: 'Fox den', createdAt: 0, pictureIds: ['collected'] };
  const find = (words: string, meanings?: ReadonlyMap<string, number>) => {
    const found = filterPictures(many, { ...NO_FILTER, words }, [named], meanings);
    return sortPictures(found.pictures, 'fit', found.fits).map(({ id }) => id);
  };
  expect(find('fox')).toEqual(['whole', 'collected', 'begins', 'model', 'inside']);
  expect(find('FOX red')).toEqual(['whole']);
  expect(find('fox tree')).toEqual(['collected']);
  const meanings = new Map([
    ['meant', 0.7],
    ['whole', 0.9],
  ]);
  expect(find('fox', meanings)).toEqual([
    'whole',
    'collected',
    'begins',
    'model',
    'inside',
    'meant',
  ]);
});

it("offers shapes at the model's best size", () => {
  const size = { width: 512, height: 512, multipleOf: 64, isFixed: false };
  const ratios = listRatios({ pipeline: { size } } as Parameters<typeof listRatios>[0]);
  expect(ratios.find(({ label }) => label === '1:1')).toMatchObject({ width: 512, height: 512 });
  for (const { width, height } of ratios) {
    expect([width % 64, height % 64]).toEqual([0, 0]);
    expect(width * height).toBeGreaterThan(512 * 512 * 0.8);
    expect(width * height).toBeLessThan(512 * 512 * 1.25);
  }
});
