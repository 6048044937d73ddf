import type { StoredPicture, WholePicture } from '../../engine/images/picture-store.ts';
import type { PictureCodec } from '../picture-codec.ts';

export const THUMBNAIL_SIDE = 384;

/** What is told of a picture that is added; without a time, it was made now. */
export type KnownOfPicture = Omit<
  StoredPicture,
  'id' | 'createdAt' | 'sizeBytes' | 'isFavourite'
> & {
  createdAt?: number;
};

/** A picture as the store takes it. */
export async function completePicture(
  codec: PictureCodec,
  file: Blob,
  known: KnownOfPicture,
): Promise<WholePicture> {
  return {
    id: crypto.randomUUID(),
    createdAt: Date.now(),
    sizeBytes: file.size,
    isFavourite: false,
    ...known,
    file,
    // Without memory for a small one, the picture itself is shown.
    thumbnail: await codec.makeThumbnail(file, THUMBNAIL_SIDE).catch(() => file),
  };
}

export function withoutFiles({ file: _, thumbnail: __, ...picture }: WholePicture): StoredPicture {
  return picture;
}
