import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../../../engine/error-sentences.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { CollectionsStore } from './collections-store.ts';

/** Why the last change of a collection was not kept. */
export function CollectionProblem({ store }: { store: CollectionsStore }) {
  const { problem, dismissProblem } = useStore(store);
  if (!problem) return null;
  return (
    <div role="alert" className="flex items-center gap-2 rounded-control bg-danger-wash pl-3">
      <p className="min-w-0 flex-1 text-sm">
        {describeError(problem).sentence}{' '}
        <code className="font-mono text-xs text-soft">{problem.code}</code>
      </p>
      <IconButton label="Dismiss" onClick={dismissProblem}>
        <X />
      </IconButton>
    </div>
  );
}
