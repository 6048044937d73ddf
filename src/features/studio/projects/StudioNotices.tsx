import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../../../engine/error-sentences.ts';
import { TryAgainIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { StudioStore } from '../store/studio-state.ts';

/** What the browser did not keep. */
export function StudioNotices({ store }: { store: StudioStore }) {
  const { problem, unsaved, keepUnsaved } = useStore(store);
  if (!problem) return null;
  return (
    <div
      role="alert"
      className="flex shrink-0 items-center gap-3 border-t bg-danger-wash px-4 py-2 text-sm sm:px-6"
    >
      <p className="min-w-0 flex-1">
        {describeError(problem).sentence} {unsaved.length > 0 && describeUnsaved(unsaved.length)}
        <code className="font-mono text-xs text-soft">{problem.code}</code>
      </p>
      {unsaved.length > 0 && (
        <Button size="small" onClick={() => void keepUnsaved()}>
          <TryAgainIcon /> Try again
        </Button>
      )}
      <IconButton label="Dismiss" onClick={store.getState().dismiss}>
        <X />
      </IconButton>
    </div>
  );
}

function describeUnsaved(count: number): string {
  const what = count === 1 ? 'The project is' : `${count} projects are`;
  return `${what} kept only until you close this page; “Save zip” makes a file of its pictures. `;
}
