import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { Collection } from '../../../storage/collections.ts';
import { rankByWords } from './rank-by-words.ts';

type Task = NonNullable<ImageParameters['task']>;

/** The gallery's filter. Empty texts let everything through. */
export interface PictureFilter {
  /** All of them must be found (rank-by-words.ts), or what they mean. */
  words: string;
  isFavourite: boolean;
  task: Task | '' | 'imported';
  model: string;
  /** `null`: all, in a collection or in none. */
  collectionId: string | null;
}

export const NO_FILTER: PictureFilter = {
  words: '',
  isFavourite: false,
  task: '',
  model: '',
  collectionId: null,
};

export const TASK_TITLES: Readonly<Record<PictureFilter['task'], string>> = {
  '': 'All kinds',
  'text-to-image': 'From text',
  'image-to-image': 'From a picture',
  inpaint: 'Inpainted',
  outpaint: 'Extended',
  upscale: 'Upscaled',
  imported: 'Imported',
};

/** Pictures that fit, and how well. */
export interface FoundPictures {
  pictures: StoredPicture[];
  /** By id: those with the words from 1 on, those that only mean the same below it. */
  fits: ReadonlyMap<string, number>;
}

/**
 * The pictures that fit, in their order. `meanings`: likeness to what the words mean, by id, of those
 * that are near enough.
 */
export function filterPictures(
  pictures: readonly StoredPicture[],
  { words, isFavourite, task, model, collectionId }: PictureFilter,
  collections: readonly Collection[] = [],
  meanings: ReadonlyMap<string, number> = new Map(),
): FoundPictures {
  const fits = new Map([...meanings, ...rankByWords(pictures, words, collections)]);
  const members = new Set(collections.find(({ id }) => id === collectionId)?.pictureIds);
  return {
    fits,
    pictures: pictures.filter(
      ({ id, parameters, isFavourite: isStarred }) =>
        fits.has(id) &&
        (collectionId === null || members.has(id)) &&
        (!isFavourite || isStarred) &&
        (task === '' || (parameters.task ?? 'imported') === task) &&
        (model === '' || parameters.model === model),
    ),
  };
}
