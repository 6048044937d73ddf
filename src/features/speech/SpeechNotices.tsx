import { describeError } from '../../engine/error-sentences.ts';
import type { EngineError } from '../../engine/errors.ts';
import { TryAgainIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';

interface SpeechNoticesProps {
  problem: EngineError | null;
  notice: string | null;
  onOpenModels(): void;
  /** Readings that the browser has not kept. */
  unsavedCount: number;
  onKeepUnsaved(): void;
  onDismiss(): void;
}

/** What went wrong, and what the listener should know. */
export function SpeechNotices(props: SpeechNoticesProps) {
  const { problem, notice, unsavedCount, onOpenModels, onKeepUnsaved, onDismiss } = props;
  return (
    <>
      {problem && (
        <div
          role="alert"
          className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-danger-wash px-4 py-2 text-sm"
        >
          <span className="min-w-0 flex-1 basis-48">
            {describeError(problem).sentence} {unsavedCount > 0 && describeUnsaved(unsavedCount)}
            <code className="font-mono text-xs text-soft select-all">{problem.code}</code>
          </span>
          {unsavedCount > 0 && (
            <Button size="small" onClick={onKeepUnsaved}>
              <TryAgainIcon /> Try again
            </Button>
          )}
          {describeError(problem).remedy === 'open-models' && (
            <Button size="small" onClick={onOpenModels}>
              Open Models
            </Button>
          )}
          <Button kind="quiet" size="small" onClick={onDismiss}>
            Dismiss
          </Button>
        </div>
      )}
      {notice && (
        <p role="status" className="mb-2 rounded-control bg-sunken px-4 py-2 text-sm text-soft">
          {notice}
        </p>
      )}
    </>
  );
}

function describeUnsaved(count: number): string {
  const what = count === 1 ? 'The reading is' : `${count} readings are`;
  return `${what} kept only until you close this page; “Save” below makes a file of its sound. `;
}
