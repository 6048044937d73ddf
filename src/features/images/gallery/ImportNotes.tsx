import { X } from 'lucide-react';
import { describeError } from '../../../engine/error-sentences.ts';
import type { ImportNote } from '../../../engine-client/pictures/library-state.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { describeNote } from '../form/describe-notes.ts';

interface ImportNotesProps {
  notes: readonly ImportNote[];
  onDismiss(): void;
}

const MOST_SHOWN = 50;

/** What could not be read of files that were added. */
export function ImportNotes({ notes, onDismiss }: ImportNotesProps) {
  if (notes.length === 0) return null;
  const shown = notes.slice(0, MOST_SHOWN);
  return (
    <div
      role="status"
      className="flex items-start gap-2 rounded-control bg-sunken px-4 py-2 text-sm"
    >
      <ul className="flex max-h-40 min-w-0 flex-1 flex-col gap-1 overflow-y-auto">
        {shown.map(({ fileName, notes: told, error }, index) => (
          <li key={index} className="break-words">
            <span className="text-faint">{fileName}:</span>{' '}
            {[...told.map(describeNote), ...(error ? [describeError(error).sentence] : [])].join(
              ' ',
            )}
          </li>
        ))}
        {notes.length > shown.length && <li>… and {notes.length - shown.length} more</li>}
      </ul>
      <IconButton label="Dismiss" onClick={onDismiss}>
        <X />
      </IconButton>
    </div>
  );
}
