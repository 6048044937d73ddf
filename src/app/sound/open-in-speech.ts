import { readingDraftOf } from '../../features/speech/text/reading-draft.ts';
import type { SpeechActions } from '../../features/speech/store/speech-state.ts';
import type { DraftStorage } from '../../storage/drafts.ts';
import { navigate } from '../address.ts';

/** The part of the studio that is needed. */
interface SpeechParts {
  speechStore: { getState(): Pick<SpeechActions, 'close'> };
  drafts: DraftStorage;
}

/**
 * Opens a text on the speech screen as a new reading, ready to be changed and spoken. What was
 * typed there can be restored with one press; a reading that is open stays in the list. `title`:
 * names the reading; without it its first line does.
 */
export function openInSpeech({ speechStore, drafts }: SpeechParts, text: string, title = ''): void {
  speechStore.getState().close();
  readingDraftOf(drafts).getState().replace({ text, title });
  navigate('/speech');
}
