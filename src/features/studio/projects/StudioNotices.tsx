import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../../../engine/error-sentences.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { StudioStore } from '../store/studio-state.ts';

/** What the browser did not keep. */
export function StudioNotices({ store }: { store: StudioStore }) {
  const problem = useStore(store, (state) => state.problem);
  if (!problem) return null;
  return (
    <div
      role="alert"
      className="flex shrink-0 items-center gap-3 border-t bg-danger-wash px-4 py-2 text-sm sm:px-6"
    >
      <p className="min-w-0 flex-1">
        {describeError(problem).sentence}{' '}
        <code className="font-mono text-xs text-soft">{problem.code}</code>
      </p>
      <IconButton label="Dismiss" onClick={store.getState().dismiss}>
        <X />
      </IconButton>
    </div>
  );
}
