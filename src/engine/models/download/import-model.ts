import { downloadModel, type DownloadEvent, type DownloadOptions } from './download.ts';
import { findByGraph, type FindWeights } from '../../onnx/external-data.ts';
import type { Hub } from '../hub/hub.ts';
import { findModels, openFolderHub, type GivenFile, type GivenModel } from '../hub/folder-hub.ts';
import type { Dtype, ModelManifest } from '../manifest.ts';
import { PROGRESS_EVERY_MS, settlesWithin } from '../settles-within.ts';

/**
 * Makes a manifest from what a repository itself says. `findWeights` finds what lies beside a
 * graph, by default by name. Throws `model_not_found`, `network_unreachable`, and `not_supported`
 * for a repository that no engine can run.
 */
export type DescribeRepository = (
  hub: Hub,
  repository: string,
  revision?: string,
  signal?: AbortSignal,
  findWeights?: FindWeights,
) => Promise<ModelManifest>;

/** Progress while files are imported. */
export type ImportEvent =
  /** Files are read for their digests. */
  | { type: 'import-check'; checkedBytes: number; totalBytes: number }
  /** They are copied into the store. */
  | {
      type: 'import-progress';
      manifest: ModelManifest;
      dtype: Dtype;
      loadedBytes: number;
      totalBytes: number;
    }
  | { type: 'import-end'; manifest: ModelManifest };

/**
 * Takes in every model among the given files, with all of its builds, through the code of a
 * download: nothing is stored that is not checked, and what is stored already is not written again.
 * Throws `not_supported` if there is no model, `invalid_request` for a file that is not what its
 * name says, `storage_full`, `aborted`.
 */
export async function* importModels(
  files: readonly GivenFile[],
  options: DownloadOptions,
  describeRepository: DescribeRepository,
  signal: AbortSignal,
): AsyncGenerator<ImportEvent> {
  for (const model of findModels(files))
    yield* importModel(model, options, describeRepository, signal);
}

async function* importModel(
  model: GivenModel,
  options: DownloadOptions,
  describeRepository: DescribeRepository,
  signal: AbortSignal,
): AsyncGenerator<ImportEvent> {
  const totalBytes = model.files.reduce((sum, { body }) => sum + body.size, 0);
  let checkedBytes = 0;
  const opening = openFolderHub(model, signal, (bytes) => void (checkedBytes += bytes));
  while (!(await settlesWithin(opening, PROGRESS_EVERY_MS)))
    yield { type: 'import-check', checkedBytes, totalBytes };
  const hub = await opening;
  const bodies = new Map(model.files.map(({ path, body }) => [path, body]));
  const findWeights = findByGraph((path) => bodies.get(path));
  const manifest = await describeRepository(hub, model.repository, 'main', signal, findWeights);
  const sources = { starter: hub, hubs: [hub] };
  const voices = manifest.task === 'speech' ? manifest.voices.map(({ id }) => id) : [];
  for (const { dtype } of manifest.variants)
    for await (const event of downloadModel(
      { manifest, dtype, voices, isImport: true },
      sources,
      options,
      signal,
    ))
      if (event.type !== 'download-pause')
        yield { type: 'import-progress', manifest, dtype, ...countBytes(event) };
  yield { type: 'import-end', manifest };
}

function countBytes(event: Exclude<DownloadEvent, { type: 'download-pause' }>): {
  loadedBytes: number;
  totalBytes: number;
} {
  const { totalBytes } = event;
  return {
    loadedBytes: event.type === 'download-end' ? totalBytes : event.loadedBytes,
    totalBytes,
  };
}
