import { Pause } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { CancelIcon, ContinueIcon } from '../../ui/action-icons.ts';
import { DownloadProgress } from '../../ui/DownloadProgress.tsx';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Studio } from '../studio.ts';

/**
 * Downloads, in a bar below every screen, where it covers nothing. Built-in models come by
 * themselves and are shown where they are waited for.
 */
export function Tray({ studio: { models } }: { studio: Studio }) {
  const downloads = Object.values(useStore(models.state).downloads).filter(
    ({ manifest, isDismissed, isImport }) =>
      manifest.origin !== 'built-in' && !isDismissed && !isImport,
  );
  if (downloads.length === 0) return null;
  return (
    <section
      aria-label="Downloads"
      className="max-h-[30vh] shrink-0 divide-y overflow-y-auto border-t bg-surface px-4 sm:px-6"
    >
      {downloads.map((download) => {
        const { manifest, status, error, loadedBytes, totalBytes } = download;
        const isMoving = status === 'running' || status === 'elsewhere';
        const resume = () => void models.resume(manifest.id).catch(() => undefined);
        return (
          <div key={manifest.id} className="flex items-center gap-3 py-1.5 text-sm">
            <span className="w-24 shrink-0 truncate font-medium sm:w-44">{manifest.title}</span>
            <div className="min-w-0 flex-1">
              {isMoving && <DownloadProgress title={manifest.title} {...download} />}
              {status === 'paused' && (
                <p className="text-xs text-faint">
                  {totalBytes > 0
                    ? `Paused at ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`
                    : 'Paused'}
                </p>
              )}
              {error && (
                <p role="alert" className="text-sm text-danger">
                  {describeError(error).sentence}
                </p>
              )}
            </div>
            {isMoving ? (
              <IconButton
                label={`Pause ${manifest.title}`}
                onClick={() => models.pause(manifest.id)}
              >
                <Pause />
              </IconButton>
            ) : (
              <>
                <IconButton label={`Continue ${manifest.title}`} onClick={resume}>
                  <ContinueIcon />
                </IconButton>
                <IconButton
                  label={`Dismiss ${manifest.title}`}
                  onClick={() => models.dismiss(manifest.id)}
                >
                  <CancelIcon />
                </IconButton>
              </>
            )}
          </div>
        );
      })}
    </section>
  );
}
