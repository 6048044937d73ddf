import type { Collection } from '../../../storage/collections.ts';

/** How many of a collection's pictures are here. */
export function countPictures(collection: Collection, here: ReadonlySet<string>): number {
  return collection.pictureIds.filter((id) => here.has(id)).length;
}
