import { describe, expect, it } from 'vitest';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { badgePicture, findFamily } from './picture-family.ts';
import { sortPictures } from '../search/sort-pictures.ts';

type Told = Partial<StoredPicture['parameters']>;

function pictureOf(
  id: string,
  { parameters, ...more }: Partial<Omit<StoredPicture, 'parameters'>> & { parameters?: Told } = {},
) {
  const common = {
    prompt: id,
    seed: 1,
    numInferenceSteps: 1,
    guidanceScale: 1,
    scheduler: 'euler',
    width: 8,
    height: 8,
  };
  const picture: StoredPicture = {
    id,
    createdAt: 1,
    width: 8,
    height: 8,
    sizeBytes: 1,
    isFavourite: false,
    parameters: { ...common, model: 'tiny', task: 'text-to-image', ...parameters },
    ...more,
  };
  return picture;
}
const idsOf = (pictures: readonly StoredPicture[]) => pictures.map(({ id }) => id);

describe('findFamily', () => {
  const first = pictureOf('first');
  const larger = pictureOf('larger', { sourceId: 'first' });
  const other = pictureOf('other', { sourceId: 'first' });
  const all = [other, larger, first];

  it('walks both ways', () => {
    expect(findFamily(larger, all)).toEqual({ origin: first, offspring: [] });
    expect(findFamily(first, all)).toEqual({ origin: undefined, offspring: [other, larger] });
  });

  it('says that an origin is deleted', () => {
    expect(findFamily(larger, [larger]).origin).toBe('deleted');
  });
});

it.each([
  [undefined, {}],
  ['Variation', { parameters: { variation: { seed: 1, strength: 0.1 } } }],
  ['Upscaled', { parameters: { task: 'upscale' }, sourceId: 'a' }],
  ['Inpainted', { parameters: { task: 'inpaint' } }],
  ['Extended', { parameters: { task: 'outpaint' } }],
  ['From a picture', { parameters: { task: 'image-to-image' } }],
] as const)('labels a picture: %s', (badge, more) => {
  expect(badgePicture(pictureOf('a', more))).toBe(badge);
});

describe('sortPictures', () => {
  const pictures = [
    pictureOf('b', { createdAt: 4, width: 16, parameters: { prompt: 'Ärmel 10' } }),
    pictureOf('c', { createdAt: 3, sizeBytes: 5, parameters: { prompt: '  ' } }),
    pictureOf('a', { createdAt: 2, parameters: { prompt: 'ärmel 2' } }),
    pictureOf('d', { createdAt: 1, parameters: { prompt: 'zebra' } }),
  ];
  it.each([
    ['newest', ['b', 'c', 'a', 'd']],
    ['oldest', ['d', 'a', 'c', 'b']],
    ['prompt', ['a', 'b', 'd', 'c']],
    ['size', ['b', 'c', 'a', 'd']],
  ] as const)('%s', (order, ids) => {
    expect(idsOf(sortPictures(pictures, order))).toEqual(ids);
  });
});
