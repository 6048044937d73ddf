import { withOrigin, type Origin } from '../../engine/origin.ts';
import { readingDraftOf, type DraftParts } from '../../features/speech/text/reading-draft.ts';
import type { SpeechActions } from '../../features/speech/store/speech-state.ts';
import { navigate } from '../address.ts';

/** The part of the studio that is needed. */
interface SpeechParts extends DraftParts {
  speechStore: { getState(): Pick<SpeechActions, 'close'> };
}

/**
 * Opens a text on the speech screen as a new reading, ready to be changed and spoken. What was
 * typed there can be restored with one press; a reading that is open stays in the list. `title`:
 * names the reading; without it its first line does. `origin`: where the text was taken from.
 */
export async function openInSpeech(
  { speechStore, ...parts }: SpeechParts,
  text: string,
  { title = '', origin }: { title?: string; origin?: Origin | undefined } = {},
): Promise<void> {
  speechStore.getState().close();
  const draft = await readingDraftOf(parts);
  draft.getState().replace({ text, title, ...withOrigin(origin) });
  navigate('/speech');
}
