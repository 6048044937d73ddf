import { filesOfVariant, isPinned, keyOfFile, type PinnedFile } from '../manifest.ts';
import type { ChunkStore, InstalledModel, UnfinishedDownload } from './weight-store.ts';

/** Every file of an installed model, each once. */
export function listFilesOfModel({ manifest, dtypes, voices }: InstalledModel): PinnedFile[] {
  const files = dtypes.flatMap((dtype) => filesOfVariant(manifest, dtype, voices)).filter(isPinned);
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Every file that an unfinished download wants. */
export function listFilesOfDownload({ manifest, dtype, voices }: UnfinishedDownload): PinnedFile[] {
  return filesOfVariant(manifest, dtype, voices).filter(isPinned);
}

/** What the models and downloads of a store need: names of files, and contents. */
export async function listNeeds(
  store: ChunkStore,
): Promise<{ keys: Set<string>; digests: Set<string> }> {
  const [models, downloads] = await Promise.all([store.listModels(), store.listDownloads()]);
  const parts = [
    ...models.map((model) => ({ manifest: model.manifest, files: listFilesOfModel(model) })),
    ...downloads.map((download) => ({
      manifest: download.manifest,
      files: listFilesOfDownload(download),
    })),
  ];
  return {
    keys: new Set(
      parts.flatMap(({ manifest, files }) => files.map(({ path }) => keyOfFile(manifest, path))),
    ),
    digests: new Set(parts.flatMap(({ files }) => files.map(({ digest }) => digest))),
  };
}
