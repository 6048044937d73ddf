import { useStore } from 'zustand';
import type { JobReport, QueueReport } from '../../engine/companion/companion-admin.ts';
import { CancelIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import type { AdminStore } from './admin-store.ts';
import { describeJob, describeQueue } from './describe-report.ts';

interface QueueListProps {
  store: AdminStore;
  queue: QueueReport | null;
}

/** The jobs that run or wait, whoever asked for them. */
export function QueueList({ store, queue }: QueueListProps) {
  const actionFailure = useStore(store, (state) => state.actionFailure);
  if (!queue)
    return (
      <p className="text-sm text-danger">
        The companion cannot reach its queue. Retrying automatically.
      </p>
    );
  const { jobs, counts } = queue;
  const left = counts.queued + counts.processing - jobs.length;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-soft">{describeQueue(queue)}</p>
      {jobs.length > 0 && (
        <ul aria-label="Jobs" className="divide-y border-y">
          {jobs.map((job) => (
            <Job key={job.jobId} store={store} job={job} />
          ))}
        </ul>
      )}
      <p role="alert" className="text-danger empty:hidden">
        {actionFailure}
      </p>
      {left > 0 && <p className="text-xs text-faint">And {left} more.</p>}
    </div>
  );
}

function Job({ store, job }: { store: AdminStore; job: JobReport }) {
  const { isActing, cancelJob } = useStore(store);
  const { jobId, kind, createdAt } = job;
  return (
    <li className="flex items-center gap-3 py-1">
      <div className="min-w-0 flex-1">
        <p>{describeJob(job)}</p>
        <p className="text-xs break-all text-soft">
          {kind} · <code className="font-mono select-all">{jobId}</code> · requested at{' '}
          {new Date(createdAt).toLocaleTimeString('en-GB')}
        </p>
      </div>
      <Button
        size="small"
        aria-label={`Cancel job ${jobId}`}
        disabled={isActing}
        onClick={() => void cancelJob(jobId)}
      >
        <CancelIcon /> Cancel
      </Button>
    </li>
  );
}
