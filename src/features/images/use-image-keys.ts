import { useEffect } from 'react';
import type { ImagesStore } from './images-store.ts';
import { focusPrompt } from './places.ts';

/** Escape stops, a slash goes to the prompt. */
export function useImageKeys(store: ImagesStore): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      if (event.defaultPrevented || document.querySelector('[role=dialog], [role=menu]')) return;
      const isTyping =
        event.target instanceof HTMLElement && /INPUT|TEXTAREA|SELECT/.test(event.target.tagName);
      if (event.key === 'Escape' && store.getState().run.status !== 'idle') {
        event.preventDefault();
        store.getState().stop();
      }
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      focusPrompt();
    }
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [store]);
}
