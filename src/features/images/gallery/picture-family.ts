import type { StoredPicture } from '../../../engine/images/picture-store.ts';

/** A picture's origin and its derivatives. */
export interface PictureFamily {
  /** What it was made from: a picture, one that is deleted, or none that is known. */
  origin: StoredPicture | 'deleted' | undefined;
  /** What was made from it, the newest first. */
  offspring: readonly StoredPicture[];
}

/** The next of kin of a picture among all that there are. */
export function findFamily(picture: StoredPicture, all: readonly StoredPicture[]): PictureFamily {
  const { id, sourceId } = picture;
  return {
    origin:
      sourceId === undefined
        ? undefined
        : (all.find((other) => other.id === sourceId) ?? 'deleted'),
    offspring: all.filter((other) => other.sourceId === id),
  };
}

/**
 * What a picture is beside being one, in a word or two; `undefined` for one that was drawn from
 * words alone.
 */
export function badgePicture({
  parameters: { task, variation },
  sourceId,
}: StoredPicture): string | undefined {
  if (variation) return 'Variation';
  if (task === 'upscale') return 'Upscaled';
  if (task === 'inpaint') return 'Inpainted';
  if (task === 'outpaint') return 'Extended';
  return task === 'image-to-image' || sourceId !== undefined ? 'From a picture' : undefined;
}
