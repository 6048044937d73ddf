import { UNKNOWN_PARAMETERS } from '../../engine-client/pictures/import-picture.ts';
import type { PictureIdea } from '../../engine/chat/pictures/picture-idea.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { Origin } from '../../engine/origin.ts';
import type { ProjectStart } from '../../features/studio/store/project-start.ts';
import { navigate } from '../address.ts';
import { briefStudioOf } from '../briefs/brief-studio.ts';
import type { Studio } from '../studio.ts';

/** Begins a project of the studio with something from another screen; its brief is read at once. */
async function openInStudio(studio: Studio, start: ProjectStart): Promise<void> {
  const { getState } = briefStudioOf(studio);
  // Else the project that was open last would take the place of this one.
  await getState().restore();
  await getState().begin(start);
  navigate('/studio');
  if (start.brief.trim() !== '') void getState().understand();
}

/** An answer as a brief, or an idea in it, which is drawn as it is. */
export function openWordsInStudio(
  studio: Studio,
  words: string | PictureIdea,
  origin: Origin | undefined,
): Promise<void> {
  const start = typeof words === 'string' ? { brief: words } : { brief: words.prompt, idea: words };
  return openInStudio(studio, { ...start, origin });
}

/** A picture of the gallery, to be cut to sizes. Throws `storage_unavailable` for a lost one. */
export async function openPictureInStudio(studio: Studio, picture: StoredPicture): Promise<void> {
  const { id, width, height, parameters } = picture;
  const file = await studio.library.readFile(id);
  await openInStudio(studio, {
    origin: { kind: 'picture', id },
    brief: parameters.prompt,
    picture: { file, width, height, parameters },
  });
}

/** A picture that is in no gallery. Throws `invalid_request` for one that cannot be decoded. */
export async function openFileInStudio(studio: Studio, file: Blob): Promise<void> {
  const { width, height } = await studio.pictures.decode(file);
  const parameters = { ...UNKNOWN_PARAMETERS, width, height };
  await openInStudio(studio, { brief: '', picture: { file, width, height, parameters } });
}
