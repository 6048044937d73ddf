import { zip } from 'fflate';
import type { PictureCodec, PictureType } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { nameFile } from './picture-titles.ts';

export const PICTURE_ENDINGS: Readonly<Record<PictureType, string>> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/jpeg': 'jpg',
};

/** A picture as a file of the given kind, with its parameters in it. */
export async function exportPicture(
  library: PictureLibrary,
  codec: PictureCodec,
  picture: StoredPicture,
  type: PictureType,
): Promise<Blob> {
  return codec.convert(await library.readFile(picture.id), type, picture.parameters);
}

/** Several pictures in one zip, each under a name of its own. Throws `storage_unavailable` for a lost picture, `out_of_memory`. */
export async function zipPictures(library: PictureLibrary, pictures: readonly StoredPicture[]): Promise<Blob> {
  const files: Record<string, Uint8Array> = {};
  for (const picture of pictures) {
    const bytes = new Uint8Array(await (await library.readFile(picture.id)).arrayBuffer());
    files[freeName(files, nameFile(picture), endingOf(bytes))] = bytes;
  }
  // Pictures are compressed already.
  const bytes = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
    zip(files, { level: 0 }, (error, data) =>
      error ? reject(EngineError.from(error, 'out_of_memory')) : resolve(new Uint8Array(data)),
    ),
  );
  return new Blob([bytes], { type: 'application/zip' });
}

function freeName(taken: Readonly<Record<string, unknown>>, stem: string, ending: string): string {
  for (let count = 1; ; count++) {
    const name = `${stem}${count > 1 ? ` (${count})` : ''}.${ending}`;
    if (!(name in taken)) return name;
  }
}

/** Imported pictures are kept as they came. */
function endingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xd8) return 'jpg';
  return first === 0x52 && second === 0x49 ? 'webp' : 'png';
}
