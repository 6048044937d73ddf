import { X } from 'lucide-react';
import type { ImportState } from '../../engine-client/models/models-state.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { WorkProgress } from './WorkProgress.tsx';

const PHASES = { check: 'Reading', copy: 'Copying' };

/** Imports, running and finished. */
export function ImportList({
  imports,
  onEnd,
}: {
  imports: readonly ImportState[];
  onEnd(id: string): void;
}) {
  if (imports.length === 0) return null;
  return (
    <ul aria-label="Imports" className="divide-y border-y">
      {imports.map((each) => (
        <li key={each.id} aria-label={`Import of ${each.name}`} className="py-3">
          <p className="truncate text-sm font-medium">{each.name}</p>
          {each.status === 'running' ? (
            <WorkProgress
              label={`Import of ${each.name}`}
              doing={PHASES[each.phase]}
              doneBytes={each.doneBytes}
              totalBytes={each.totalBytes}
              onStop={() => onEnd(each.id)}
            />
          ) : (
            <div className="flex items-center gap-2 text-sm">
              <ImportOutcome {...each} />
              <IconButton
                label={`Dismiss the import of ${each.name}`}
                onClick={() => onEnd(each.id)}
              >
                <X />
              </IconButton>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function ImportOutcome({ error, imported }: ImportState) {
  if (error)
    return (
      <p role="alert" className="min-w-0 flex-1 text-danger">
        {describeError(error).sentence}{' '}
        <code className="font-mono text-xs select-all">{error.code}</code>
      </p>
    );
  return (
    <p role="status" className="min-w-0 flex-1 text-soft">
      {imported.map(({ title }) => title).join(', ')} {imported.length === 1 ? 'is' : 'are'} on this
      device now.
    </p>
  );
}
