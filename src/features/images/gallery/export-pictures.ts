import type { PictureCodec, PictureType } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { EngineError } from '../../../engine/errors.ts';
import { createZipFile } from '../../../engine/files/write-zip.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { takeName } from '../../../engine/files/take-name.ts';
import type { SignPicture } from '../credentials/sign-picture.ts';
import { nameFile } from './picture-titles.ts';

/** How a picture is written. */
export interface ExportFormat {
  type: PictureType;
  /** 0 to 1, of the formats that lose something. */
  quality: number;
}

/** What a picture is read and written with. */
export interface ExportSource {
  library: Pick<PictureLibrary, 'readFile'>;
  codec: Pick<PictureCodec, 'convert'>;
  /** Called last: a file must not change afterwards. Default: nothing is signed. */
  sign?: SignPicture;
}

const ENDINGS: Readonly<Record<PictureType, string>> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/jpeg': 'jpg',
};

/** A file to give to the person, under a title that becomes its name. */
export interface ExportedFile {
  title: string;
  ending: string;
  blob: Blob;
}

/**
 * A picture as a file of the given format, or several as one zip, with what they were made with in
 * them. `onProgress` counts pictures. Throws `storage_unavailable` for a lost picture, `aborted`, and
 * what signing throws.
 */
export async function exportPictures(
  source: ExportSource,
  pictures: readonly StoredPicture[],
  format: ExportFormat,
  signal: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
): Promise<ExportedFile> {
  const [first] = pictures;
  if (!first) throw new EngineError('invalid_request', 'There is no picture to save.');
  const ending = ENDINGS[format.type];
  if (pictures.length === 1)
    return {
      title: nameFile(first),
      ending,
      blob: await exportPicture(source, first, format, signal),
    };
  const zip = createZipFile();
  const names = new Set<string>();
  for (const [index, picture] of pictures.entries()) {
    if (signal.aborted) throw new EngineError('aborted', 'Stopped.');
    const file = await exportPicture(source, picture, format, signal);
    await zip.add(takeName(names, nameFile(picture), ending), file, signal);
    onProgress(index + 1);
  }
  return { title: `Triptych ${pictures.length} pictures`, ending: 'zip', blob: zip.finish() };
}

async function exportPicture(
  { library, codec, sign }: ExportSource,
  picture: StoredPicture,
  { type, quality }: ExportFormat,
  signal: AbortSignal,
): Promise<Blob> {
  // What a file from elsewhere does not tell is not made up for it.
  const isTold = !picture.unknown?.includes('prompt');
  const stored = await library.readFile(picture.id);
  const made = await codec.convert(stored, type, isTold ? picture.parameters : null, quality);
  return sign ? sign(picture, { stored, made }, signal) : made;
}
