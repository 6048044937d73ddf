import type { StoredPicture } from '../../../engine/images/picture-store.ts';

export type PictureOrder = 'fit' | 'newest' | 'oldest' | 'prompt' | 'size';

export const ORDER_TITLES: Readonly<Record<PictureOrder, string>> = {
  fit: 'Best match',
  newest: 'Newest first',
  oldest: 'Oldest first',
  prompt: 'By prompt',
  size: 'Largest first',
};

/** As in a dictionary, and picture 2 before picture 10. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const countPixels = ({ width, height }: StoredPicture): number => width * height;
const newestFirst = (a: StoredPicture, b: StoredPicture): number => b.createdAt - a.createdAt;

const COMPARISONS: Readonly<
  Record<Exclude<PictureOrder, 'fit'>, (a: StoredPicture, b: StoredPicture) => number>
> = {
  newest: newestFirst,
  oldest: (a, b) => a.createdAt - b.createdAt,
  prompt: (a, b) =>
    comparePrompts(a.parameters.prompt.trim(), b.parameters.prompt.trim()) || newestFirst(a, b),
  size: (a, b) => countPixels(b) - countPixels(a) || b.sizeBytes - a.sizeBytes || newestFirst(a, b),
};

/**
 * Pictures in an order; those without a prompt come last by it, and what is alike stands newest
 * first. `fits`: how well each fits what was looked for.
 */
export function sortPictures(
  pictures: readonly StoredPicture[],
  order: PictureOrder,
  fits: ReadonlyMap<string, number> = new Map(),
): StoredPicture[] {
  const fitOf = ({ id }: StoredPicture) => fits.get(id) ?? 0;
  if (order === 'fit') return pictures.toSorted((a, b) => fitOf(b) - fitOf(a) || newestFirst(a, b));
  return pictures.toSorted(COMPARISONS[order]);
}

function comparePrompts(a: string, b: string): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return collator.compare(a, b);
}
