import { EngineError } from '../../errors.ts';
import { createNotInstalled } from '../not-installed.ts';
import { keyOfFile, listParts, type ModelManifest } from '../manifest.ts';
import type { Hub } from '../hub/hub.ts';
import { listFilesOfModel } from './needed-files.ts';
import type { ChunkStore, InstalledModel, StoredFile } from './weight-store.ts';

/**
 * The built-in models as if they were stored, for where nothing can be: every file is fetched when
 * it is read. All writing throws `storage_unavailable`. Pass the catalogue.
 */
export function createBuiltInStore(starter: Hub, catalog: readonly ModelManifest[]): ChunkStore {
  const models = catalog.filter(({ origin }) => origin === 'built-in').map(describeInstalled);
  const files = new Map<string, StoredFile & { url: string }>();
  for (const model of models)
    for (const { path, digest, sizeBytes } of listFilesOfModel(model)) {
      const key = keyOfFile(model.manifest, path);
      const url = `${starter.url}/${model.manifest.repository}/${path}`;
      files.set(key, { key, digest, sizeBytes, storedAt: 0, url });
    }
  const refuse = () => Promise.reject(createRefusal());
  return {
    getContent: async () => undefined,
    listContents: async () => [],
    putChunk: refuse,
    putContent: refuse,
    async getChunks(digest) {
      const file = [...files.values()].find((each) => each.digest === digest);
      return file ? [await fetchFile(starter, file.url)] : [];
    },
    deleteContent: refuse,
    putFile: refuse,
    getFile: async (key) => files.get(key),
    deleteFile: refuse,
    listFiles: async () => [...files.values()],
    putModel: refuse,
    getModel: async (id) => models.find(({ manifest }) => manifest.id === id),
    touchModel: async () => undefined,
    deleteModel: refuse,
    listModels: async () => models,
    putDownload: refuse,
    deleteDownload: refuse,
    listDownloads: async () => [],
  };
}

function describeInstalled(manifest: ModelManifest): InstalledModel {
  return {
    manifest,
    dtypes: manifest.variants.map(({ dtype }) => dtype),
    voices: listParts(manifest).map(({ id }) => id),
    installedAt: 0,
    lastUsedAt: 0,
  };
}

async function fetchFile({ fetch }: Hub, url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) throw createNotInstalled(url);
  return response.blob();
}

function createRefusal(): EngineError {
  return new EngineError(
    'storage_unavailable',
    'This browser lets the page store nothing, so that only built-in models can be used.',
  );
}
