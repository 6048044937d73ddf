import { describeError, type ErrorRemedy } from '../../../engine/error-sentences.ts';
import type { StudioAction } from '../../../engine/studio-actions.ts';
import { TryAgainIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { cutTitle } from '../../../engine/cut-title.ts';
import { describeJob } from '../image-job.ts';
import type { QueueState } from './image-run.ts';

interface FailureListProps {
  failures: QueueState['failures'];
  onRetry(id: string): void;
  /** With a model on this device. */
  onRetryHere(id: string): void;
  onDismiss(id: string): void;
  onAction(action: StudioAction): void;
}

const REMEDIES: Readonly<Partial<Record<ErrorRemedy, { label: string; action: StudioAction }>>> = {
  'open-models': { label: 'Open Models', action: 'open:models' },
  'open-settings': { label: 'Open Settings', action: 'open:settings' },
  reload: { label: 'Reload', action: 'reload' },
};

/** What went wrong, in sentences, each with a button that helps. */
export function FailureList(props: FailureListProps) {
  const { failures, onRetry, onRetryHere, onDismiss, onAction } = props;
  return failures.map(({ job, error }) => {
    const { sentence, remedy } = describeError(error);
    const action = REMEDIES[remedy];
    return (
      <div
        key={job.id}
        role="alert"
        className="flex flex-wrap items-center gap-3 rounded-control bg-danger-wash px-4 py-3 text-sm"
      >
        <p className="min-w-48 flex-1">
          <span className="block truncate text-xs text-soft">{cutTitle(describeJob(job))}</span>
          {sentence} <code className="font-mono text-xs text-soft select-all">{error.code}</code>
        </p>
        {action && (
          <Button size="small" onClick={() => onAction(action.action)}>
            {action.label}
          </Button>
        )}
        {remedy === 'answer-here' && (
          <Button size="small" kind="primary" onClick={() => onRetryHere(job.id)}>
            Draw with a model in this tab
          </Button>
        )}
        <Button size="small" onClick={() => onRetry(job.id)}>
          <TryAgainIcon /> Try again
        </Button>
        <Button size="small" kind="quiet" onClick={() => onDismiss(job.id)}>
          Dismiss
        </Button>
      </div>
    );
  });
}
