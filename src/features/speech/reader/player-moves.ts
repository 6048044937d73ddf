import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import { findSentenceStart } from './sentence-start.ts';
import type { SpeechStore } from '../store/speech-state.ts';

/** So far a press goes back or forward. */
export const SKIP_SECONDS = 10;

/**
 * Goes to the beginning of the sentence that is heard, or of the one before it where that has just
 * begun.
 */
export function readSentenceAgain(store: SpeechStore, player: SpeechPlayer): void {
  const { open } = store.getState();
  if (!open) return;
  const { positionSeconds } = player.state.getState();
  player.seek(
    findSentenceStart(open.reading.text, open.stretch, open.reading.sampleRate, positionSeconds),
  );
  player.play();
}
