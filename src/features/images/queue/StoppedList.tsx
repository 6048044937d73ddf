import { X } from 'lucide-react';
import { ContinueIcon, DrawIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { countDone, countPictures, describeJob, type ImageJob } from '../image-job.ts';

interface StoppedListProps {
  stopped: readonly ImageJob[];
  onRetry(id: string): void;
  onDismiss(id: string): void;
}

/** What was stopped, so that no key ends a drawing unseen, and a way to have it after all. */
export function StoppedList({ stopped, onRetry, onDismiss }: StoppedListProps) {
  return (
    <div role="status" className="empty:hidden">
      {stopped.map((job) => (
        <div
          key={job.id}
          className="mb-2 flex items-center gap-2 rounded-control bg-sunken py-1.5 pr-1.5 pl-4 text-sm"
        >
          <p className="min-w-0 flex-1">
            <span className="block truncate">Stopped: {describeJob(job)}</span>
            {countDone(job) > 0 && (
              <span className="block text-xs text-faint">
                {countDone(job)} of {countPictures(job)} done.
              </span>
            )}
          </p>
          <Button size="small" onClick={() => onRetry(job.id)}>
            {goesOn(job) ? <ContinueIcon /> : <DrawIcon />}{' '}
            {goesOn(job) ? 'Continue' : 'Draw again'}
          </Button>
          <IconButton label={`Dismiss: ${describeJob(job)}`} onClick={() => onDismiss(job.id)}>
            <X />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

/** A list of pictures knows itself what is made of it. */
const goesOn = (job: ImageJob): boolean => job.task.kind === 'bulk' || countDone(job) > 0;
