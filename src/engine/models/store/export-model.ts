import { EngineError, throwIfAborted } from '../../errors.ts';
import { keyOfFile } from '../manifest.ts';
import { PROGRESS_EVERY_MS, settlesWithin } from '../settles-within.ts';
import { listFilesOfModel } from './needed-files.ts';
import type { InstalledModel, WeightCache } from './weight-store.ts';

/** The target of an export: a folder the user chose. */
export interface ExportTarget {
  /** Writes a file, making the folders above it. Throws `storage_full`, `storage_unavailable`. */
  write(
    path: string,
    body: Blob,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

export type ExportEvent =
  | { type: 'export-progress'; writtenBytes: number; totalBytes: number }
  | { type: 'export-end'; folder: string; files: number; totalBytes: number };

/**
 * Writes an installed model in hub layout, `owner/name/…`: what a mirror serves and an import
 * takes. Throws `weights_damaged` if a file has lost a part, and what the target throws.
 */
export async function* exportModel(
  model: InstalledModel,
  weights: Pick<WeightCache, 'open'>,
  target: ExportTarget,
  signal: AbortSignal,
): AsyncGenerator<ExportEvent> {
  const { manifest } = model;
  const files = listFilesOfModel(model);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let writtenBytes = 0;
  for (const { path } of files) {
    throwIfAborted(signal);
    const body = await weights.open(keyOfFile(manifest, path));
    if (!body)
      throw new EngineError('weights_damaged', `${path} is missing`, { details: { path } });
    const onBytes = (bytes: number) => void (writtenBytes += bytes);
    const writing = target.write(`${manifest.repository}/${path}`, body, onBytes, signal);
    // Whoever stops reading leaves nobody to hear of a failure.
    writing.catch(() => undefined);
    do {
      yield { type: 'export-progress', writtenBytes, totalBytes };
    } while (!(await settlesWithin(writing, PROGRESS_EVERY_MS)));
    await writing;
  }
  yield { type: 'export-end', folder: manifest.repository, files: files.length, totalBytes };
}
