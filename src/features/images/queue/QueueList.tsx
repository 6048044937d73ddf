import { ArrowUp, Pause } from 'lucide-react';
import { CancelIcon, ContinueIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { describeJob, type ImageJob } from '../image-job.ts';

interface QueueListProps {
  queue: readonly ImageJob[];
  isPaused: boolean;
  isHeld: boolean;
  onPause(): void;
  onMoveUp(id: string): void;
  onCancel(id: string): void;
  onResume(): void;
}

/** Requests that wait, the next first. */
export function QueueList(props: QueueListProps) {
  const { queue, isPaused, isHeld, onPause, onMoveUp, onCancel, onResume } = props;
  if (queue.length === 0) return null;
  return (
    <section aria-label="Queue" className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-medium">
          {isHeld ? 'Paused' : isPaused ? 'Left from your last visit' : 'Next'}{' '}
          <span className="text-faint">{queue.length}</span>
        </h2>
        {isPaused ? (
          <Button size="small" onClick={onResume}>
            <ContinueIcon /> Continue
          </Button>
        ) : (
          <Button size="small" kind="quiet" onClick={onPause}>
            <Pause /> Pause
          </Button>
        )}
      </div>
      <ol className="divide-y border-y">
        {queue.map((job, index) => (
          <li key={job.id} className="flex items-center gap-1 py-1 text-sm">
            <span className="min-w-0 flex-1 truncate text-soft">{describeJob(job)}</span>
            {index > 0 && (
              <IconButton label={`Move up: ${describeJob(job)}`} onClick={() => onMoveUp(job.id)}>
                <ArrowUp />
              </IconButton>
            )}
            <IconButton label={`Cancel: ${describeJob(job)}`} onClick={() => onCancel(job.id)}>
              <CancelIcon />
            </IconButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
