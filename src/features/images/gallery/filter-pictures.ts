import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import type { Collection } from '../../../storage/collections.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';

type Task = NonNullable<ImageParameters['task']>;

/** The gallery's filter. Empty texts let everything through. */
export interface PictureFilter {
  /** All of them must be in the prompt, the negative prompt aside. */
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

/** The pictures that fit, in their order. */
export function filterPictures(
  pictures: readonly StoredPicture[],
  { words, isFavourite, task, model, collectionId }: PictureFilter,
  collections: readonly Collection[] = [],
): StoredPicture[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const members = new Set(collections.find(({ id }) => id === collectionId)?.pictureIds);
  return pictures.filter(({ id, parameters, isFavourite: isStarred }) => {
    const prompt = parameters.prompt.toLowerCase();
    return (
      wanted.every((word) => prompt.includes(word)) &&
      (collectionId === null || members.has(id)) &&
      (!isFavourite || isStarred) &&
      (task === '' || (parameters.task ?? 'imported') === task) &&
      (model === '' || parameters.model === model)
    );
  });
}
