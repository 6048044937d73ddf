import { Button } from './Button.tsx';

interface DeletedNoticeProps {
  /** What was just deleted; `null` if there is nothing to restore. */
  title: string | null;
  onUndo(): void;
}

/** What was just deleted from a list, with an undo. */
export function DeletedNotice({ title, onUndo }: DeletedNoticeProps) {
  return (
    <div role="status" className="text-sm">
      {title !== null && (
        <p className="flex items-center gap-2 rounded-control bg-sunken px-3 py-2">
          <span className="min-w-0 flex-1 truncate">Deleted “{title}”</span>
          <Button kind="quiet" size="small" onClick={onUndo} className="text-accent">
            Undo
          </Button>
        </p>
      )}
    </div>
  );
}
