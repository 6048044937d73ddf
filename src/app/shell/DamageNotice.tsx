import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeDamage } from '../../storage/damage/describe-damage.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { saveDamage } from '../data/save-damage.ts';
import type { Studio } from '../studio.ts';

/** Names what could not be read or had to be repaired, and offers it as a file. */
export function DamageNotice({ studio }: { studio: Studio }) {
  const damages = useStore(studio.damage.state);
  if (damages.length === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-center gap-2 border-b bg-sunken px-4 py-1 text-sm text-soft"
    >
      <p>{describeDamage(damages)}</p>
      <Button size="small" onClick={() => void saveDamage(studio)}>
        Save as a file
      </Button>
      <IconButton label="Dismiss" onClick={studio.damage.dismiss}>
        <X />
      </IconButton>
    </div>
  );
}
