import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { nameFile } from '../../features/images/gallery/picture-titles.ts';
import { navigate } from '../address.ts';
import type { Studio } from '../studio.ts';

/** Takes picture files to the screen where many are processed. */
export async function openInBulk(studio: Studio, files: readonly File[]): Promise<void> {
  navigate('/bulk');
  const { bulkOf } = await import('./bulk-studio.ts');
  await bulkOf(studio).store.getState().add(files);
}

/** Takes pictures of the gallery there; one that is lost meanwhile is left out. */
export async function openPicturesInBulk(
  studio: Studio,
  pictures: readonly StoredPicture[],
): Promise<void> {
  const files: File[] = [];
  for (const picture of pictures) {
    const file = await studio.library.readFile(picture.id).catch(() => undefined);
    if (file) files.push(new File([file], `${nameFile(picture)}${endingOf(file)}`, file));
  }
  await openInBulk(studio, files);
}

/** "image/jpeg" is ".jpeg". */
const endingOf = ({ type }: Blob) => (type ? `.${type.replace(/^.*\//, '')}` : '');
