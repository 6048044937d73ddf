import { useEffect, useState } from 'react';
import { isPictureFile } from '../../engine/images/is-picture-file.ts';
import { hasFolder } from '../../ui/dropped-files.ts';
import type { Studio } from '../studio.ts';
import { openInBulk } from './open-in-bulk.ts';

/** Pictures that are dropped on a screen with no use for them are taken to Bulk. */
export default function DropAnywhere({ studio }: { studio: Studio }) {
  const isOver = useDrops(studio);
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-surface/90">
      <p className="font-display text-2xl">Drop pictures to process them</p>
    </div>
  );
}

/** Hears of a drop before the screen does, and keeps from it what are pictures alone. */
function useDrops(studio: Studio): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const options = { capture: true, signal: controller.signal };
    const keep = (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const over = (event: DragEvent) => {
      if (!bringsPictures(event.dataTransfer)) return;
      keep(event);
      setOver(true);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      const data = event.dataTransfer;
      const files = [...(data?.files ?? [])];
      if (!data || files.length === 0 || hasFolder(data) || !files.every(isPictureFile)) return;
      keep(event);
      void openInBulk(studio, files);
    };
    addEventListener('dragover', over, options);
    addEventListener('drop', drop, options);
    addEventListener(
      'dragleave',
      (event) => event.relatedTarget === null && setOver(false),
      options,
    );
    return () => controller.abort();
  }, [studio]);
  return isOver;
}

/** While files are dragged, a browser tells their kinds and not their names. */
function bringsPictures(data: DataTransfer | null): boolean {
  const items = [...(data?.items ?? [])];
  return (
    items.length > 0 &&
    items.every(({ kind, type }) => kind === 'file' && type.startsWith('image/'))
  );
}
