import type { CredentialsClient } from '../../../engine-client/credentials-client.ts';
import {
  claimOperations,
  type ClaimedOrigin,
  type PictureClaim,
} from '../../../engine/credentials/claim/picture-claim.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { Settings } from '../../../storage/settings.ts';
import type { MadeImage, MadeSet, StudioProject } from '../../../storage/studio/studio-project.ts';
import { listAppliedOperations } from './plan-set.ts';

/** Content Credentials as this screen has them. */
export interface SetCredentials {
  /** Fetched with its first use. */
  open(): Promise<Pick<CredentialsClient, 'sign'>>;
  /** Whether saved pictures are signed, and by whom. */
  readSettings(): Pick<Settings, 'signsPictures' | 'signerName'>;
}

/** Adds credentials to the file of a picture. Throws as `CredentialsEngine.sign` does. */
export type SignImage = (image: MadeImage, file: Blob, signal: AbortSignal) => Promise<Blob>;

/**
 * Says of each picture of a set what it was cut from and what was done to it; `undefined` where saved
 * pictures are not signed. A format that cannot hold credentials is left as it is.
 */
export function openSetSigner(
  { open, readSettings }: SetCredentials,
  { made }: Pick<StudioProject, 'made'>,
  files: ReadonlyMap<string, Blob>,
): SignImage | undefined {
  const { signsPictures, signerName } = readSettings();
  if (!signsPictures) return undefined;
  return async (image, file, signal) => {
    const claim = claimImage(image, made, files);
    const { sign } = await open();
    try {
      return await sign({ file, claim, signerName }, signal);
    } catch (thrown) {
      if (EngineError.from(thrown).code !== 'not_supported') throw thrown;
      return file;
    }
  };
}

function claimImage(
  image: MadeImage,
  made: MadeSet,
  files: ReadonlyMap<string, Blob>,
): PictureClaim {
  const { width, crop } = image;
  const resized = width > crop.width ? 'upscale' : 'resize';
  const names = ['crop', ...(width === crop.width ? [] : [resized])];
  return {
    origin: claimOrigin(image, made, files),
    edits: claimOperations([...names, ...listAppliedOperations(image)]),
  };
}

/** The base: drawn here by a model, or a file that was brought in. */
function claimOrigin(
  { baseId, parameters: { model, revision } }: MadeImage,
  { draws }: MadeSet,
  files: ReadonlyMap<string, Blob>,
): ClaimedOrigin {
  const draw = draws.find(({ bases }) => bases.some(({ id }) => id === baseId));
  const file = files.get(baseId);
  if (draw?.isGiven && file) return { kind: 'opened', file };
  const claimed = { id: model, ...(revision && { revision }) };
  return { kind: 'created', sourceType: 'drawn', model: claimed };
}
