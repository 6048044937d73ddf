import { useEffect } from 'react';
import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import { readSentenceAgain, SKIP_SECONDS } from './player-moves.ts';
import type { SpeechStore } from '../store/speech-state.ts';

/** What has keys of its own. */
const OTHERS =
  'input, textarea, select, [role="menu"], [role="slider"], [role="dialog"], [contenteditable]';

/**
 * Space plays and pauses, arrows go back and forward, Shift and the left one reads the sentence
 * again; not while one writes or is in a dialog.
 */
export function usePlayerKeys(store: SpeechStore, player: SpeechPlayer): void {
  useEffect(() => {
    const skip = (seconds: number) =>
      player.seek(player.state.getState().positionSeconds + seconds);
    function toggle(): void {
      const { status } = player.state.getState();
      if (status === 'playing' || status === 'waiting') player.pause();
      else player.play();
    }
    const moves: Readonly<Record<string, () => void>> = {
      ' ': toggle,
      ArrowLeft: () => skip(-SKIP_SECONDS),
      ArrowRight: () => skip(SKIP_SECONDS),
      'Shift ArrowLeft': () => readSentenceAgain(store, player),
    };
    function handle(event: KeyboardEvent): void {
      const { key, target, shiftKey, ctrlKey, metaKey, altKey, defaultPrevented } = event;
      if (defaultPrevented || ctrlKey || metaKey || altKey || !store.getState().open) return;
      const others = key === ' ' ? `${OTHERS}, button, a` : OTHERS;
      if (target instanceof Element && target.closest(others)) return;
      const move = moves[`${shiftKey ? 'Shift ' : ''}${key}`];
      if (!move) return;
      event.preventDefault();
      move();
    }
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [store, player]);
}
