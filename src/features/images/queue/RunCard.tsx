import type { DownloadState } from '../../../engine-client/models/models-state.ts';
import { StopIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import { describeRun } from './describe-run.ts';
import { describeJob } from '../image-job.ts';
import type { ImageRun } from './image-run.ts';
import { RunPreview } from './RunPreview.tsx';

interface RunCardProps {
  run: Exclude<ImageRun, { status: 'idle' }>;
  /** Of the model, while its files are on their way. */
  download: DownloadState | undefined;
  onStop(): void;
}

/** What is being drawn or processed, as far as it is, with a way to stop. */
export function RunCard({ run, download, onStop }: RunCardProps) {
  const { status } = run;
  const isList = run.job.task.kind === 'bulk';
  return (
    <section
      aria-label={isList ? 'Processing' : 'Drawing'}
      aria-busy
      className="flex flex-col gap-4 rounded-xl border bg-surface p-4 sm:flex-row sm:items-center"
    >
      {!isList && (
        <div className="aspect-square w-full max-w-64 shrink-0 self-center overflow-hidden rounded-control bg-sunken">
          <RunPreview run={run} />
        </div>
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <p className="truncate font-medium">{describeJob(run.job)}</p>
        <Progress label="Progress" value={measureProgress(run, download)} />
        <p className="text-sm text-soft">{describeRun(run, download)}</p>
        <Button
          className="self-start"
          disabled={status === 'stopping'}
          aria-keyshortcuts="Escape"
          onClick={onStop}
        >
          <StopIcon fill="currentColor" /> Stop
        </Button>
      </div>
    </section>
  );
}

function measureProgress(
  { progress, status }: RunCardProps['run'],
  download: DownloadState | undefined,
) {
  if (status === 'fetching' && download?.totalBytes)
    return download.loadedBytes / download.totalBytes;
  if (!progress || progress.of === 0) return null;
  return (progress.image + progress.step / progress.of) / progress.n;
}
