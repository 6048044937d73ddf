import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { splitStorage, type SiteStorage } from '../../engine-client/site-storage.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';

interface StorageLineProps {
  storage: SiteStorage;
  /** What models take of it; `null` until it has been counted. */
  modelBytes: number | null;
}

/** What models take, what is left, and whether the browser promises to keep it. */
export function StorageLine({ storage, modelBytes }: StorageLineProps) {
  const use = useStore(storage.use);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => void storage.refresh().catch(() => undefined), [storage, modelBytes]);
  if (!use || modelBytes === null) return null;
  const figures = splitStorage(use, modelBytes);
  return (
    <section aria-label="Storage" className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <p className="max-w-[60ch] text-soft">
        Models take {formatBytes(figures.modelBytes)} of the {formatBytes(figures.totalBytes)}{' '}
        Triptych uses here; the browser allows {formatBytes(figures.freeBytes)} more.{' '}
        {use.isPersistent
          ? 'It keeps them until you delete them.'
          : isRefused
            ? 'It did not agree to keep them: browsers decide by how often you use a site. Installing the app or adding a bookmark usually helps.'
            : 'It may clear them when the disk is full.'}
      </p>
      {!use.isPersistent && !isRefused && (
        <Button
          size="small"
          onClick={() => void storage.persist().then((isKept) => setRefused(!isKept))}
        >
          Keep them
        </Button>
      )}
    </section>
  );
}
