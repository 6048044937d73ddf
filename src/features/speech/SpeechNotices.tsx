import { describeError } from '../../engine/error-sentences.ts';
import type { EngineError } from '../../engine/errors.ts';
import { Button } from '../../ui/Button.tsx';

interface SpeechNoticesProps {
  problem: EngineError | null;
  notice: string | null;
  onOpenModels(): void;
  onDismiss(): void;
}

/** What went wrong, and what the listener should know. */
export function SpeechNotices({ problem, notice, onOpenModels, onDismiss }: SpeechNoticesProps) {
  return (
    <>
      {problem && (
        <div
          role="alert"
          className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-danger-wash px-4 py-2 text-sm"
        >
          <span className="min-w-0 flex-1 basis-48">
            {describeError(problem).sentence}{' '}
            <code className="font-mono text-xs text-soft select-all">{problem.code}</code>
          </span>
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
