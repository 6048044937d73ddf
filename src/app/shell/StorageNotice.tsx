import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Studio } from '../studio.ts';

const WORDS = {
  unsaved:
    'This browser does not let the page store anything. Everything works, but what you make is lost when you close the tab.',
  lost: 'This site’s data was cleared while it was open: earlier conversations, pictures and readings are gone. What is open here and what you make from now on is saved.',
};

/** One quiet line where the browser does not keep what is made here, or has lost it. */
export function StorageNotice({ studio }: { studio: Studio }) {
  const { keeping } = studio;
  const state = useStore(keeping);
  useEffect(() => {
    if (state === 'lost')
      void import('./recover.ts').then(({ recover }) => recover(studio)).catch(() => undefined);
  }, [state, studio]);
  if (state === 'kept') return null;
  return (
    <div
      role="status"
      className="flex items-center justify-center gap-2 border-b bg-sunken px-4 py-1 text-sm text-soft"
    >
      <p>{WORDS[state]}</p>
      <IconButton label="Dismiss" onClick={() => keeping.update(() => 'kept')}>
        <X />
      </IconButton>
    </div>
  );
}
