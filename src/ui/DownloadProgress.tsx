import { formatBytes, formatDuration } from './format.ts';
import { Progress } from './Progress.tsx';

interface DownloadProgressProps {
  title: string;
  loadedBytes: number;
  totalBytes: number;
  /** 0 while unknown. */
  bytesPerSecond: number;
  /** How long the hub has asked us to wait still; 0 where it has not. */
  pauseSeconds: number;
}

/** Bytes, speed and time left of a download. */
export function DownloadProgress({
  title,
  loadedBytes,
  totalBytes,
  bytesPerSecond,
  pauseSeconds,
}: DownloadProgressProps) {
  const secondsLeft = bytesPerSecond > 0 ? (totalBytes - loadedBytes) / bytesPerSecond : null;
  const parts = [
    totalBytes > 0 ? `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}` : 'Asking the hub',
    bytesPerSecond > 0 ? `${formatBytes(bytesPerSecond)}/s` : null,
    secondsLeft !== null && totalBytes > loadedBytes ? `${formatDuration(secondsLeft)} left` : null,
  ];
  return (
    <div>
      <Progress
        label={`Download of ${title}`}
        value={totalBytes > 0 ? loadedBytes / totalBytes : null}
      />
      <p className="mt-1.5 text-xs text-faint">{parts.filter(Boolean).join(' · ')}</p>
      {pauseSeconds > 0 && (
        <p className="text-xs text-faint">
          The hub asked us to wait; continuing in {pauseSeconds} s.
        </p>
      )}
    </div>
  );
}
