import { useEffect, useState } from 'react';
import { hasFolder, nameFolder, readDroppedFiles } from './dropped-files.ts';

/**
 * Tells of files that are dropped on the window or pasted into it, of folders those that are in
 * them, with the folder's name if it was one. Returns whether some are being dragged over it.
 */
export function useDroppedFiles(
  onFiles: (files: readonly File[], folder?: string) => void,
): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const take = (data: DataTransfer | null, event: Event) => {
      const files = [...(data?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      if (!data || !hasFolder(data)) return onFiles(files);
      const folder = nameFolder(data);
      void readDroppedFiles(data).then((found) =>
        onFiles(
          found.map(({ body }) => body),
          folder,
        ),
      );
    };
    addEventListener(
      'dragover',
      (event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      { signal },
    );
    // Leaving one element for another tells of no new target only at the window's edge.
    addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), {
      signal,
    });
    addEventListener(
      'drop',
      (event) => {
        setOver(false);
        take(event.dataTransfer, event);
      },
      { signal },
    );
    addEventListener('paste', (event) => take(event.clipboardData, event), { signal });
    return () => controller.abort();
  }, [onFiles]);
  return isOver;
}
