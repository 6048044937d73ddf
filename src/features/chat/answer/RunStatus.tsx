import { useEffect, useState } from 'react';
import type { DownloadState } from '../../../engine-client/models/models-state.ts';
import { formatBytes } from '../../../ui/format.ts';
import { Progress } from '../../../ui/Progress.tsx';
import type { Run } from '../store/chat-state.ts';

interface RunStatusProps {
  run: Run;
  modelTitle: string;
  /** Of the model, while its files are on their way. */
  download: DownloadState | undefined;
}

/** What happens before the first word. */
export function RunStatus({ run, modelTitle, download }: RunStatusProps) {
  if (run.status === 'writing' || run.status === 'idle') return null;
  if (run.status === 'fetching' && download)
    return (
      <div className="max-w-sm py-1 text-sm text-faint">
        <p className="mb-1.5">
          Fetching {modelTitle} · {formatBytes(download.loadedBytes)} of{' '}
          {formatBytes(download.totalBytes)}
        </p>
        <Progress
          label={`Fetching ${modelTitle}`}
          value={download.loadedBytes / Math.max(1, download.totalBytes)}
        />
      </div>
    );
  return (
    <p role="status" className="animate-pulse py-1 text-sm text-faint">
      {describeRun(run.status, modelTitle)}
      <Elapsed key={run.status} />
    </p>
  );
}

function describeRun(status: Run['status'], modelTitle: string): string {
  if (status === 'reading') return 'Reading';
  return status === 'asking'
    ? `Waiting for ${modelTitle} on your companion`
    : `Loading ${modelTitle}`;
}

/** Seconds since it appeared, once that is long enough to wonder. */
function Elapsed() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds >= 2 && <span aria-hidden> · {seconds} s</span>;
}
