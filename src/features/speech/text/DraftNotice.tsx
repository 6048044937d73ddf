import { Button } from '../../../ui/Button.tsx';
import { CancelIcon } from '../../../ui/action-icons.ts';
import { IconButton } from '../../../ui/IconButton.tsx';

interface DraftNoticeProps {
  /** Beginning of the text that was put aside. */
  text: string;
  onUndo(): void;
  onDismiss(): void;
}

/** A text that another one took the place of, and a way to restore it. */
export function DraftNotice({ text, onUndo, onDismiss }: DraftNoticeProps) {
  return (
    <div
      role="status"
      className="mb-2 flex items-center gap-2 rounded-control bg-sunken py-1 pr-1 pl-3 text-sm"
    >
      <p className="min-w-0 flex-1 truncate text-soft">Set aside: “{text.trim().slice(0, 200)}”</p>
      <Button kind="quiet" size="small" onClick={onUndo} className="text-accent">
        Undo
      </Button>
      <IconButton label="Dismiss" onClick={onDismiss}>
        <CancelIcon />
      </IconButton>
    </div>
  );
}
