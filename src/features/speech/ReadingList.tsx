import { SquarePen } from 'lucide-react';
import type { StoredReading } from '../../storage/readings.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteIcon } from '../../ui/action-icons.ts';
import { DeletedNotice } from '../../ui/DeletedNotice.tsx';
import { joinClasses } from '../../ui/class-names.ts';
import { formatClock } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useRowWindow } from '../../ui/use-row-window.ts';

interface ReadingListProps {
  readings: readonly StoredReading[] | null;
  openId: string | null;
  /** Title of the one that was deleted a moment ago. */
  removedTitle: string | null;
  onNew(): void;
  onOpen(readingId: string): void;
  onRemove(readingId: string): void;
  onUndoRemove(): void;
}

/** Past readings. */
export function ReadingList({
  readings,
  openId,
  removedTitle,
  onNew,
  onOpen,
  onRemove,
  onUndoRemove,
}: ReadingListProps) {
  const total = readings?.length ?? 0;
  const { ref, from, to, style } = useRowWindow(total);
  return (
    <nav aria-label="Readings" className="flex h-full flex-col gap-3 p-3">
      <Button kind="secondary" onClick={onNew} className="w-full">
        <SquarePen />
        New reading
      </Button>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ul ref={ref} style={style}>
          {readings?.slice(from, to).map(({ id, title, durationSeconds, state }, index) => (
            <li
              key={id}
              aria-setsize={total}
              aria-posinset={from + index + 1}
              className={joinClasses(
                'group flex items-center rounded-control',
                id === openId ? 'bg-sunken' : 'hover:bg-sunken/60',
              )}
            >
              <button
                type="button"
                aria-current={id === openId ? 'true' : undefined}
                onClick={() => onOpen(id)}
                className="min-w-0 flex-1 rounded-control px-3 py-2 text-left text-sm"
              >
                <span className="block truncate">{title || 'Untitled'}</span>
                <span className="block text-xs text-faint">
                  {formatClock(durationSeconds)}
                  {state === 'partial' && ' · not finished'}
                </span>
              </button>
              <IconButton
                label={`Delete ${title}`}
                side="right"
                onClick={() => onRemove(id)}
                className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
              >
                <DeleteIcon />
              </IconButton>
            </li>
          ))}
        </ul>
        {total === 0 && readings && (
          <p className="px-3 py-2 text-sm text-faint">
            Your readings appear here, with their sound. They stay in this browser.
          </p>
        )}
      </div>
      <DeletedNotice title={removedTitle} onUndo={onUndoRemove} />
    </nav>
  );
}
