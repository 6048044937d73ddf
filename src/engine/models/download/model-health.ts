import { bringFile } from './bring-file.ts';
import type { DownloadOptions } from './download.ts';
import { locate, type WeightSources } from '../hub/locate-model.ts';
import { keyOfFile, type PinnedFile } from '../manifest.ts';
import { listFilesOfModel } from '../store/needed-files.ts';
import { findDamage, repairChunk, type DamagedChunk } from './verify.ts';
import type { ChunkStore, InstalledModel, StoredContent } from '../store/weight-store.ts';

/** The result of checking a model's bytes. */
export type VerifyEvent =
  | { type: 'verify-progress'; checkedBytes: number; totalBytes: number }
  | {
      type: 'verify-end';
      damagedChunks: number;
      missingFiles: number;
      damagedBytes: number;
      totalBytes: number;
    };

export type RepairEvent =
  | VerifyEvent
  | { type: 'repair-progress'; fetchedBytes: number; totalBytes: number }
  | { type: 'repair-end'; fetchedBytes: number };

/** What is wrong with a model's files. */
interface Findings {
  damaged: { file: PinnedFile; chunk: DamagedChunk }[];
  /** Files nothing is known about any more. */
  missing: PinnedFile[];
}

/** Reads every stored byte of a model and checks it against the hashes of its rows. */
export async function* verifyModel(
  model: InstalledModel,
  store: ChunkStore,
  signal: AbortSignal,
): AsyncGenerator<VerifyEvent, Findings> {
  const files = listFilesOfModel(model);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const findings: Findings = { damaged: [], missing: [] };
  let checkedBytes = 0;
  for (const file of files) {
    yield { type: 'verify-progress', checkedBytes, totalBytes };
    const content = await findStored(store, model, file);
    const damaged =
      content &&
      (await findDamage(store, content, signal, (bytes) => void (checkedBytes += bytes)));
    if (damaged) findings.damaged.push(...damaged.map((chunk) => ({ file, chunk })));
    else findings.missing.push(file);
  }
  const { damaged, missing } = findings;
  const damagedBytes = [...damaged.map(({ chunk }) => chunk), ...missing].reduce(
    (sum, part) => sum + part.sizeBytes,
    0,
  );
  yield {
    type: 'verify-end',
    damagedChunks: damaged.length,
    missingFiles: missing.length,
    damagedBytes,
    totalBytes,
  };
  return findings;
}

async function findStored(
  store: ChunkStore,
  { manifest }: InstalledModel,
  { path, digest }: PinnedFile,
): Promise<StoredContent | undefined> {
  const file = await store.getFile(keyOfFile(manifest, path));
  const content = file && (await store.getContent(digest));
  return content?.isComplete ? content : undefined;
}

/**
 * Verifies a model and fetches again what is damaged or missing: single rows, or whole files.
 * Throws what a download throws.
 */
export async function* repairModel(
  model: InstalledModel,
  sources: WeightSources,
  options: DownloadOptions,
  signal: AbortSignal,
): AsyncGenerator<RepairEvent> {
  const { damaged, missing } = yield* verifyModel(model, options.store, signal);
  const totalBytes = [...damaged.map(({ chunk }) => chunk), ...missing].reduce(
    (sum, part) => sum + part.sizeBytes,
    0,
  );
  let fetchedBytes = 0;
  if (totalBytes > 0) {
    const { urlOf } = await locate(model.manifest, sources, signal);
    const addressOf = ({ path, sizeBytes }: PinnedFile) => ({ ...urlOf(path), sizeBytes });
    for (const { file, chunk } of damaged) {
      yield { type: 'repair-progress', fetchedBytes, totalBytes };
      await repairChunk(chunk, addressOf(file), options, signal);
      fetchedBytes += chunk.sizeBytes;
    }
    for (const file of missing) {
      yield { type: 'repair-progress', fetchedBytes, totalBytes };
      const key = keyOfFile(model.manifest, file.path);
      await bringFile(file, key, addressOf(file), options, signal, (bytes, isFresh) => {
        if (isFresh && bytes > 0) fetchedBytes += bytes;
      });
    }
  }
  yield { type: 'repair-end', fetchedBytes };
}
