import { useEffect } from 'react';
import type { StudioAction } from '../../engine/studio-actions.ts';
import type { Overlay } from './Overlays.tsx';
import type { Studio } from '../studio.ts';

/** Every shortcut, for the sheet and for the palette. `Mod` is Ctrl, or Command on a Mac. */
export const SHORTCUTS = [
  { keys: ['Mod', 'K'], text: 'Command palette' },
  { keys: ['Mod', 'Shift', 'O'], text: 'New chat' },
  { keys: ['/'], text: 'Write a message' },
  { keys: ['Enter'], text: 'Send' },
  { keys: ['Shift', 'Enter'], text: 'New line' },
  { keys: ['↑'], text: 'Edit your last message (in an empty field)' },
  { keys: ['Esc'], text: 'Close the open dialog, or stop the answer, drawing or voice' },
  { keys: ['Space'], text: 'Play or pause a reading' },
  { keys: ['←'], text: 'Ten seconds back in a reading' },
  { keys: ['→'], text: 'Ten seconds forward in a reading' },
  { keys: ['Shift', '←'], text: 'Read the sentence again' },
  { keys: ['?'], text: 'This list' },
] as const;

export function useShortcuts(
  studio: Studio,
  perform: (action: StudioAction) => void,
  setOverlay: (overlay: Overlay) => void,
): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      const action = findAction(event, studio);
      if (!action || event.defaultPrevented) return;
      event.preventDefault();
      action();
    }
    function findAction(
      { key, ctrlKey, metaKey, shiftKey, target }: KeyboardEvent,
      { chatStore }: Studio,
    ): (() => void) | undefined {
      const isMod = ctrlKey || metaKey;
      if (isMod && key.toLowerCase() === 'k') return () => setOverlay('palette');
      if (isMod && shiftKey && key.toLowerCase() === 'o') return () => perform('new-chat');
      if (key === 'Escape' && chatStore.getState().run.status !== 'idle')
        return chatStore.getState().stop;
      if (isMod || isTyping(target)) return undefined;
      if (key === '/') return () => document.getElementById('composer')?.focus();
      if (key === '?') return () => setOverlay('shortcuts');
      return undefined;
    }
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [studio, perform, setOverlay]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
