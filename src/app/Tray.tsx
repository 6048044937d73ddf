import { Pause, RotateCcw, X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../engine/error-sentences.ts';
import { DownloadProgress } from '../ui/DownloadProgress.tsx';
import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/IconButton.tsx';
import type { Studio } from './studio.ts';

/** Downloads, on every screen. Built-in models come by themselves and are shown where they are waited for. */
export function Tray({ studio: { models } }: { studio: Studio }) {
  const downloads = Object.values(useStore(models.state).downloads).filter(
    ({ manifest, isDismissed }) => manifest.origin !== 'built-in' && !isDismissed,
  );
  if (downloads.length === 0) return null;
  return (
    <section
      aria-label="Downloads"
      className="fixed right-3 bottom-20 z-30 w-80 max-w-[calc(100vw-1.5rem)] divide-y rounded-xl border bg-raised px-4 shadow-float md:right-5 md:bottom-5"
    >
      {downloads.map((download) => {
        const { manifest, dtype, status, error, loadedBytes, totalBytes } = download;
        const isMoving = status === 'running' || status === 'elsewhere';
        const start = () => void models.download(manifest, dtype).catch(() => undefined);
        return (
          <div key={manifest.id} className="py-3">
            <div className="flex items-center gap-1 text-sm">
              <span className="min-w-0 flex-1 truncate font-medium">{manifest.title}</span>
              {isMoving ? (
                <IconButton label={`Pause ${manifest.title}`} onClick={() => models.pause(manifest.id)}>
                  <Pause />
                </IconButton>
              ) : (
                <IconButton label={`Resume ${manifest.title}`} onClick={start}>
                  <RotateCcw />
                </IconButton>
              )}
              {!isMoving && (
                <IconButton label={`Dismiss ${manifest.title}`} onClick={() => models.dismiss(manifest.id)}>
                  <X />
                </IconButton>
              )}
            </div>
            {isMoving && <DownloadProgress title={manifest.title} {...download} />}
            {status === 'paused' && (
              <p className="text-xs text-faint">
                Paused at {formatBytes(loadedBytes)} of {formatBytes(totalBytes)}
              </p>
            )}
            {error && (
              <p role="alert" className="text-sm text-danger">
                {describeError(error).sentence}
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}
