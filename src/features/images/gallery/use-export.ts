import { useEffect, useMemo, useState } from 'react';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import {
  exportPictures,
  type ExportedFile,
  type ExportFormat,
  type ExportSource,
} from './export-pictures.ts';

/** A file that is being made, made, or not to be made. */
export type ExportState =
  | { status: 'making'; done: number }
  | { status: 'made'; file: ExportedFile }
  | { status: 'failed'; error: EngineError };

/** While a slider moves, nothing is written. */
const SETTLED_MS = 150;

/**
 * The file as it would be saved, made again whenever the format changes. `pictures` and `source`
 * stay the same from render to render.
 */
export function useExport(
  source: ExportSource,
  pictures: readonly StoredPicture[],
  { type, quality }: ExportFormat,
): ExportState {
  const order = useMemo(
    () => ({ source, pictures, format: { type, quality } }),
    [source, pictures, type, quality],
  );
  const [shown, setShown] = useState<{ order: typeof order; state: ExportState }>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const show = (state: ExportState) => !signal.aborted && setShown({ order, state });
    const make = async () => {
      try {
        const onProgress = (done: number) => show({ status: 'making', done });
        show({
          status: 'made',
          file: await exportPictures(
            order.source,
            order.pictures,
            order.format,
            signal,
            onProgress,
          ),
        });
      } catch (thrown) {
        show({ status: 'failed', error: EngineError.from(thrown) });
      }
    };
    const timer = setTimeout(() => void make(), SETTLED_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [order]);
  // A file of another format is never offered, not even until this effect has run.
  return shown?.order === order ? shown.state : { status: 'making', done: 0 };
}
