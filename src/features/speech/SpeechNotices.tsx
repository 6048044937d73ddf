import { describeError } from '../../engine/error-sentences.ts';
import type { EngineError } from '../../engine/errors.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { TryAgainIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';

interface SpeechNoticesProps {
  problem: EngineError | null;
  notice: string | null;
  onAction(action: StudioAction): void;
  /** A voice of this device that can go on; empty where that is of no use. */
  localVoiceName: string;
  onContinueHere(): void;
  /** Readings that the browser has not kept. */
  unsavedCount: number;
  onKeepUnsaved(): void;
  onDismiss(): void;
}

/** What went wrong, and what the listener should know. */
export function SpeechNotices(props: SpeechNoticesProps) {
  const { problem, notice, unsavedCount, onKeepUnsaved, onDismiss } = props;
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
          <Remedy {...props} problem={problem} />
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

function Remedy({
  problem,
  localVoiceName,
  onAction,
  onContinueHere,
}: SpeechNoticesProps & { problem: EngineError }) {
  const { remedy } = describeError(problem);
  if (remedy === 'answer-here' && localVoiceName)
    return (
      <Button size="small" kind="primary" onClick={onContinueHere}>
        Continue with {localVoiceName} on this device
      </Button>
    );
  if (remedy !== 'open-models' && remedy !== 'open-settings') return null;
  return (
    <Button
      size="small"
      onClick={() => onAction(remedy === 'open-models' ? 'open:models' : 'open:settings')}
    >
      {remedy === 'open-models' ? 'Open Models' : 'Open Settings'}
    </Button>
  );
}

function describeUnsaved(count: number): string {
  const what = count === 1 ? 'The reading is' : `${count} readings are`;
  return `${what} kept only until you close this page; “Save” below makes a file of its sound. `;
}
