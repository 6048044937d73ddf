import { formatBytes, formatDuration } from './format.ts';
import { Progress } from './Progress.tsx';

interface DownloadProgressProps {
  title: string;
  loadedBytes: number;
  totalBytes: number;
  /** 0 while unknown. */
  bytesPerSecond: number;
  /** The hub has asked for a pause until then, by `Date.now()`. */
  pausedUntil: number;
}

/** Bytes, speed and time left of a download. */
export function DownloadProgress({
  title,
  loadedBytes,
  totalBytes,
  bytesPerSecond,
  pausedUntil,
}: DownloadProgressProps) {
  const secondsOfPause = Math.ceil((pausedUntil - Date.now()) / 1000);
  const secondsLeft = bytesPerSecond > 0 ? (totalBytes - loadedBytes) / bytesPerSecond : null;
  const parts = [
    totalBytes > 0 ? `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}` : 'Asking the hub',
    bytesPerSecond > 0 ? `${formatBytes(bytesPerSecond)}/s` : null,
    secondsLeft !== null && totalBytes > loadedBytes ? `${formatDuration(secondsLeft)} left` : null,
  ];
  return (
    <div>
      <Progress label={`Download of ${title}`} value={totalBytes > 0 ? loadedBytes / totalBytes : null} />
      <p className="mt-1.5 text-xs text-faint">{parts.filter(Boolean).join(' · ')}</p>
      {secondsOfPause > 0 && (
        <p className="text-xs text-faint">The hub asks us to wait; going on in {secondsOfPause} s.</p>
      )}
    </div>
  );
}
