import type { DownloadState } from '../../engine-client/models/models-state.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import { DownloadProgress } from '../../ui/DownloadProgress.tsx';
import { formatBytes } from '../../ui/format.ts';

interface DownloadStatusProps {
  title: string;
  download: DownloadState;
  onMakeRoom(): void;
}

/** How far a download is, or why it stands still. */
export function DownloadStatus({ title, download, onMakeRoom }: DownloadStatusProps) {
  const { status, error, loadedBytes, totalBytes, evictable, isImport } = download;
  if (status === 'running' || status === 'elsewhere')
    return (
      <div className="mt-3 max-w-md">
        <DownloadProgress title={title} {...download} />
        {status === 'elsewhere' && <p className="text-xs text-faint">In another tab.</p>}
      </div>
    );
  return (
    <div className="mt-3 max-w-md">
      {totalBytes > 0 && (
        <p className="text-sm text-soft">
          {status === 'paused' ? 'Paused' : 'Stopped'} at {formatBytes(loadedBytes)} of{' '}
          {formatBytes(totalBytes)}.
        </p>
      )}
      {isImport && (
        <p className="text-sm text-soft">
          The import broke off. Import the same files again to go on.
        </p>
      )}
      {error && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {describeError(error).sentence}{' '}
          <code className="font-mono text-xs select-all">{error.code}</code>
        </p>
      )}
      {evictable.length > 0 && (
        <Button size="small" className="mt-2" onClick={onMakeRoom}>
          Delete {evictable.map(({ manifest }) => manifest.title).join(' and ')} and continue
        </Button>
      )}
    </div>
  );
}
