import { X } from 'lucide-react';
import type { JobOutcome, ModelJob } from '../../engine-client/models/models-state.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { WorkProgress } from './WorkProgress.tsx';

interface JobStatusProps {
  title: string;
  job: ModelJob;
  onRepair(): void;
  /** Stops it, or takes its outcome away. */
  onEnd(): void;
}

const DOING = { verify: 'Checking', repair: 'Repairing', export: 'Exporting' };

/** Work on an installed model, and its result. */
export function JobStatus({ title, job, onRepair, onEnd }: JobStatusProps) {
  const { kind, status, doneBytes, totalBytes, outcome, error } = job;
  if (status === 'running')
    return (
      <WorkProgress
        label={`${DOING[kind]} ${title}`}
        doing={DOING[kind]}
        doneBytes={doneBytes}
        totalBytes={totalBytes}
        onStop={onEnd}
      />
    );
  return (
    <div className="mt-2 flex max-w-md items-center gap-2 text-sm">
      {error ? (
        <p role="alert" className="min-w-0 flex-1 text-danger">
          {describeError(error).sentence}{' '}
          <code className="font-mono text-xs select-all">{error.code}</code>
        </p>
      ) : (
        <p role="status" className="min-w-0 flex-1 text-soft">
          {outcome && describeOutcome(outcome)}
        </p>
      )}
      {outcome?.type === 'damaged' && (
        <Button size="small" kind="primary" onClick={onRepair} aria-label={`Repair ${title}`}>
          Repair
        </Button>
      )}
      <IconButton label={`Dismiss the message on ${title}`} onClick={onEnd}>
        <X />
      </IconButton>
    </div>
  );
}

function describeOutcome(outcome: JobOutcome): string {
  switch (outcome.type) {
    case 'sound':
      return `All ${formatBytes(outcome.totalBytes)} are intact.`;
    case 'damaged':
      return `${formatBytes(outcome.damagedBytes)} are damaged or missing. Repairing downloads only those again.`;
    case 'repaired':
      return `Repaired: ${formatBytes(outcome.fetchedBytes)} downloaded again.`;
    case 'exported':
      return `${formatBytes(outcome.totalBytes)} written to ${outcome.folder}.`;
  }
}
