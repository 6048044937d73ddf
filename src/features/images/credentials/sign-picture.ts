import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { claimPicture } from '../../../engine/credentials/claim/claim-picture.ts';
import type { ClaimedEdit } from '../../../engine/credentials/claim/picture-claim.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { PictureCredentials } from './picture-credentials.ts';

/** Adds Content Credentials to the file that was made of a stored one to be saved. */
export type SignPicture = (
  picture: StoredPicture,
  files: { stored: Blob; made: Blob },
  signal: AbortSignal,
) => Promise<Blob>;

/** Signs what is made of stored pictures, with all that the library knows of how they came about. */
export function createPictureSigner(
  library: Pick<PictureLibrary, 'state' | 'readFile'>,
  { open, readSettings }: PictureCredentials,
): SignPicture {
  return async (picture, { stored, made }, signal) => {
    const { origin, edits } = await claimPicture(picture, {
      find: (id) => library.state.getState().pictures?.find((other) => other.id === id),
      readFile: library.readFile,
    });
    const { sign } = await open();
    const claim = { origin, edits: [...edits, ...listChanges(stored, made)] };
    return sign({ file: made, claim, signerName: readSettings().signerName }, signal);
  };
}

/** What saving did to the file. */
function listChanges(stored: Blob, made: Blob): ClaimedEdit[] {
  if (made === stored) return [];
  const action = made.type === stored.type ? 'c2pa.transcoded' : 'c2pa.converted';
  return [{ action, at: Date.now() }];
}
