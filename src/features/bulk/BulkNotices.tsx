import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { UndoIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { BulkStore } from './store/bulk-state.ts';

interface BulkNoticesProps {
  store: BulkStore;
  onUndo(): void;
  onDismiss(): void;
}

/** What was just taken from the list, and what was not taken in or not kept. */
export function BulkNotices({ store, onUndo, onDismiss }: BulkNoticesProps) {
  const removed = useStore(store, (state) => state.removed.length);
  const leftOut = useStore(store, (state) => state.leftOut);
  const problem = useStore(store, (state) => state.problem);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-36 z-30 flex flex-col items-center gap-2 px-3 md:bottom-20">
      {removed > 0 && (
        <p role="status" className={NOTICE}>
          {removed === 1 ? 'Picture removed.' : `${removed} pictures removed.`}
          <Button size="small" onClick={onUndo}>
            <UndoIcon /> Undo
          </Button>
        </p>
      )}
      {leftOut > 0 && (
        <div role="status" className={NOTICE}>
          {leftOut === 1
            ? 'One file is not a picture and was left out.'
            : `${leftOut} files are not pictures and were left out.`}
          <Dismiss onDismiss={onDismiss} />
        </div>
      )}
      {problem && (
        <div role="alert" className={NOTICE}>
          <p className="min-w-0 flex-1 basis-60">
            {describeError(problem).sentence} Until you close this page, the pictures can be
            processed and saved. <code className="font-mono text-xs text-soft">{problem.code}</code>
          </p>
          <Dismiss onDismiss={onDismiss} />
        </div>
      )}
    </div>
  );
}

function Dismiss({ onDismiss }: Pick<BulkNoticesProps, 'onDismiss'>) {
  return (
    <IconButton label="Dismiss" onClick={onDismiss}>
      <X />
    </IconButton>
  );
}

const NOTICE =
  'pointer-events-auto flex max-w-2xl flex-wrap items-center gap-x-3 gap-y-2 rounded-control border bg-raised py-2 pr-2 pl-4 text-sm shadow-float';
