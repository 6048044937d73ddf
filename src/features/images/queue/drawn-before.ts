import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import { keyOfRequest } from '../../../engine/studio/cache/key-of-request.ts';
import { applyParameters, EMPTY_FORM, requestOfForm } from '../form/image-form.ts';
import { countDone, type DrawRequest, type ImageJob, type ImageSource } from '../image-job.ts';

/** The keys of a job's pictures: alike where all that a picture depends on is alike. */
export interface DrawingKeys {
  /** Of the picture that is the next to be made when so many are done. */
  ofNext(done: number): Promise<string>;
  /** Those under which a drawn picture is found: as it was asked for, and as it was drawn. */
  ofDrawn(done: number, parameters: ImageParameters): Promise<string[]>;
}

export function createDrawingKeys(
  { task: { request }, source }: ImageJob & { task: { kind: 'draw' } },
  manifest: ImageManifest,
): DrawingKeys {
  const keyOf = (one: DrawRequest, from?: ImageSource) =>
    keyOfRequest('drawing', { ...one, n: 1, source: from && pixelsOf(from) }, manifest);
  const ofNext = (done: number) => keyOf({ ...request, seed: request.seed + done }, source);
  return {
    ofNext,
    async ofDrawn(done, parameters) {
      const asked = await ofNext(done);
      const drawn = await keyOf(requestOfDrawn(parameters, request));
      // Its parameters do not tell which picture one was started from.
      return source || drawn === asked ? [asked] : [asked, drawn];
    },
  };
}

/** Where a picture lies in the gallery changes nothing. */
const pixelsOf = ({ file, mask }: ImageSource) => ({ file, mask });

/** What asks for the same picture with every value written out, as somebody who takes them over does. */
function requestOfDrawn(parameters: ImageParameters, { variation }: DrawRequest): DrawRequest {
  const request = requestOfForm({ ...applyParameters(EMPTY_FORM, parameters, 'all'), n: 1 });
  return { ...request, ...(variation && { variation }) };
}

/** The picture in the gallery that was drawn with this key, the newest of several. */
export async function findDrawnBefore(
  job: ImageJob,
  keys: DrawingKeys,
  pictures: readonly StoredPicture[],
): Promise<StoredPicture | undefined> {
  const key = await keys.ofNext(countDone(job));
  return pictures.find(({ drawingKeys }) => drawingKeys?.includes(key));
}
