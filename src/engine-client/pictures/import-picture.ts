import { EngineError } from '../../engine/errors.ts';
import type { PictureTexts } from '../../engine/images/metadata/image-metadata.ts';
import type { ImageParameters } from '../../engine/images/metadata/image-parameters.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { PictureCodec } from '../picture-codec.ts';
import type { ImportNote } from './library-state.ts';
import type { ShownPictures } from './shown-pictures.ts';
import type { StoredPictures } from './stored-pictures.ts';
import { completePicture, withoutFiles } from './whole-picture.ts';

interface ImportOptions {
  codec: PictureCodec;
  readTexts(file: Blob): Promise<PictureTexts>;
  shown: ShownPictures;
  stored: StoredPictures;
}

/** For a picture without metadata. */
export const UNKNOWN_PARAMETERS: Omit<ImageParameters, 'width' | 'height'> = {
  prompt: '',
  seed: 0,
  numInferenceSteps: 0,
  guidanceScale: 0,
  scheduler: '',
  model: '',
};

/** Takes in one file after the other: each takes a decoded picture's memory, and a worker. */
export function createPictureImport(
  options: ImportOptions,
): (file: File) => Promise<StoredPicture> {
  let last: Promise<unknown> = Promise.resolve();
  return (file) => {
    const work = () => importPicture(options, file);
    const next = last.then(work, work);
    last = next;
    return next;
  };
}

/** It is read back from the store when it is shown: thousands leave nothing in memory. */
async function importPicture(options: ImportOptions, file: File): Promise<StoredPicture> {
  const { codec, shown, stored } = options;
  const { width, height } = await codec.decode(file);
  const told = await tellOf(options, file);
  const unknown = Object.keys(UNKNOWN_PARAMETERS).filter((name) => !(name in told));
  const whole = await completePicture(codec, file, {
    createdAt: Math.min(file.lastModified, Date.now()),
    width,
    height,
    parameters: { ...UNKNOWN_PARAMETERS, width, height, ...told },
    ...(unknown.length > 0 ? { unknown } : {}),
  });
  await stored.putOrThrow(whole);
  const picture = withoutFiles(whole);
  shown.show(picture);
  return picture;
}

/** A picture whose texts cannot be read is still a picture. */
async function tellOf(
  { readTexts, shown }: ImportOptions,
  file: File,
): Promise<Partial<ImageParameters>> {
  const note = (more: Omit<ImportNote, 'fileName'>) =>
    shown.set({
      importNotes: [...shown.state.getState().importNotes, { fileName: file.name, ...more }],
    });
  try {
    const { read, notes } = await readTexts(file);
    if (notes.length > 0) note({ notes });
    return read?.parameters ?? {};
  } catch (thrown) {
    note({ notes: [], error: EngineError.from(thrown) });
    return {};
  }
}
