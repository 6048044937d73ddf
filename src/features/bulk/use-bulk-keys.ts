import { useEffect } from 'react';

interface BulkKeys {
  process(): void;
  cancel(): void;
  undo(): void;
}

/** Ctrl or Command with Enter processes, with Z undoes; Escape cancels. */
export function useBulkKeys({ process, cancel, undo }: BulkKeys): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      const { key, ctrlKey, metaKey, shiftKey, target, defaultPrevented } = event;
      if (defaultPrevented) return;
      const isMod = ctrlKey || metaKey;
      if (isMod && key === 'Enter') process();
      else if (key === 'Escape') cancel();
      else if (isMod && !shiftKey && key.toLowerCase() === 'z' && !isWriting(target)) undo();
      else return;
      event.preventDefault();
    }
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [process, cancel, undo]);
}

/** In a field the browser undoes what was written. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['range', 'checkbox', 'color'].includes(target.type))
  );
}
