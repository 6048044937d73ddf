import { useEffect } from 'react';
import type { StudioStore } from './store/studio-state.ts';

/** Ctrl or Command with Enter makes the set, with Z undoes, with Shift redoes; Escape stops. */
export function useStudioKeys(store: StudioStore): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      const { key, ctrlKey, metaKey, shiftKey, target, defaultPrevented } = event;
      if (defaultPrevented || document.querySelector('[role=dialog], [role=menu]')) return;
      const { make, undo, redo, stop, run, project } = store.getState();
      const isMod = ctrlKey || metaKey;
      if (isMod && key === 'Enter' && project.draft.cards.length > 0) void make();
      else if (key === 'Escape' && run.status === 'running') stop();
      else if (isMod && key.toLowerCase() === 'z' && !isWriting(target)) (shiftKey ? redo : undo)();
      else return;
      event.preventDefault();
    }
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [store]);
}

/** In a field the browser undoes what was written. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement &&
      !['range', 'checkbox', 'radio', 'color'].includes(target.type))
  );
}
