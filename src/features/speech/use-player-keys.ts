import { useEffect } from 'react';
import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import type { SpeechStore } from './speech-state.ts';

/** Space plays and pauses, Escape stops the engine; not while one writes or presses a button. */
export function usePlayerKeys(store: SpeechStore, player: SpeechPlayer): void {
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      const { open, run, stop } = store.getState();
      const target = event.target instanceof Element ? event.target : null;
      if (event.key === 'Escape' && run.status !== 'idle' && !target?.closest('[role="dialog"], [role="menu"]')) stop();
      if (event.key !== ' ' || !open || target?.closest('input, textarea, button, a, select, [role="menu"]')) return;
      event.preventDefault();
      const { status } = player.state.getState();
      if (status === 'playing' || status === 'waiting') player.pause();
      else player.play();
    };
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [store, player]);
}
