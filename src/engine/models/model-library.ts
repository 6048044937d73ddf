import { createNotInstalled } from './not-installed.ts';
import { EngineError } from '../errors.ts';
import { collectGarbage } from './download/collect-garbage.ts';
import {
  downloadModel,
  type DownloadEvent,
  type DownloadOptions,
  type DownloadRequest,
} from './download/download.ts';
import { exportModel, type ExportEvent, type ExportTarget } from './store/export-model.ts';
import type { GivenFile } from './hub/folder-hub.ts';
import { askHubs, listRepositories, type Hub } from './hub/hub.ts';
import {
  importModels,
  type DescribeRepository,
  type ImportEvent,
} from './download/import-model.ts';
import type { WeightSources } from './hub/locate-model.ts';
import type { ModelManifest } from './manifest.ts';
import { listFilesOfDownload } from './store/needed-files.ts';
import {
  repairModel,
  verifyModel,
  type RepairEvent,
  type VerifyEvent,
} from './download/model-health.ts';
import { measureWeights, type WeightsUse } from './store/storage-use.ts';
import { createWeightCache } from './store/weight-cache.ts';
import {
  countStoredBytes,
  type InstalledModel,
  type UnfinishedDownload,
} from './store/weight-store.ts';

/** A download that was paused, or interrupted by a reload or a crash. */
export interface PausedDownload extends UnfinishedDownload {
  loadedBytes: number;
  totalBytes: number;
}

/** The models on this device: what is stored, and what fetches or removes it. */
export interface ModelLibrary {
  /** Models whose files are all stored. */
  listInstalled(): Promise<InstalledModel[]>;
  /** Downloads that have begun and not ended, including those another tab is working on. */
  listUnfinished(): Promise<PausedDownload[]>;
  /**
   * Models that the first hub lists and an engine here can run, when that hub is a mirror on the
   * app's own origin; else none.
   */
  listMirrored(signal: AbortSignal): Promise<ModelManifest[]>;
  /** Describes a repository from what it says itself, asking the hubs in order. */
  describe(repository: string, signal: AbortSignal): Promise<ModelManifest>;
  /** Fetches and registers a model (download.ts). */
  download(request: DownloadRequest, signal: AbortSignal): AsyncIterable<DownloadEvent>;
  /** Discards an unfinished download and its received bytes. */
  discard(modelId: string, signal: AbortSignal): Promise<void>;
  /** Deletes a model and those of its files that no other model uses. */
  remove(modelId: string, signal: AbortSignal): Promise<void>;
  /** Checks every stored byte of a model against its hash (model-health.ts). */
  verify(modelId: string, signal: AbortSignal): AsyncIterable<VerifyEvent>;
  /** Verifies, and fetches again only what is damaged. */
  repair(modelId: string, signal: AbortSignal): AsyncIterable<RepairEvent>;
  /** Imports the models among given files (import-model.ts). */
  importFiles(files: readonly GivenFile[], signal: AbortSignal): AsyncIterable<ImportEvent>;
  /** Writes a model's files in hub layout (export-model.ts). */
  export(modelId: string, target: ExportTarget, signal: AbortSignal): AsyncIterable<ExportEvent>;
  measure(): Promise<WeightsUse>;
}

export function createModelLibrary(
  options: DownloadOptions,
  sources: WeightSources,
  isMirror: (hub: Hub) => boolean,
  describeRepository: DescribeRepository,
): ModelLibrary {
  const { store, locks } = options;
  async function findModel(modelId: string): Promise<InstalledModel> {
    const model = await store.getModel(modelId);
    if (model) return model;
    throw createNotInstalled(modelId);
  }
  return {
    listInstalled: () => store.listModels(),
    listUnfinished: async () => {
      const contents = await store.listContents();
      const loaded = new Map(
        contents.map((content) => [content.digest, countStoredBytes(content)]),
      );
      return (await store.listDownloads()).map((download) => ({
        ...download,
        ...countFiles(download, loaded),
      }));
    },
    async listMirrored(signal) {
      const [hub] = sources.hubs;
      if (!hub || !isMirror(hub)) return [];
      const described = (await listRepositories(hub, signal)).map((repository) =>
        describeRepository(hub, repository, 'main', signal).catch((thrown: unknown) =>
          ignoreOtherKinds(EngineError.from(thrown)),
        ),
      );
      return (await Promise.all(described)).flat();
    },
    describe: (repository, signal) =>
      askHubs(sources.hubs, (hub) => describeRepository(hub, repository, 'main', signal)),
    async *download(request, signal) {
      yield* downloadModel(request, sources, options, signal);
      // Another revision of it may have been stored before.
      await collectGarbage(store, locks, signal);
    },
    async discard(modelId, signal) {
      await store.deleteDownload(modelId);
      await collectGarbage(store, locks, signal);
    },
    async remove(modelId, signal) {
      // The entry goes first: a listed model must be complete.
      await store.deleteModel(modelId);
      await collectGarbage(store, locks, signal);
    },
    async *verify(modelId, signal) {
      yield* verifyModel(await findModel(modelId), store, signal);
    },
    async *repair(modelId, signal) {
      yield* repairModel(await findModel(modelId), sources, options, signal);
    },
    importFiles: (files, signal) => importModels(files, options, describeRepository, signal),
    async *export(modelId, target, signal) {
      yield* exportModel(await findModel(modelId), createWeightCache(store), target, signal);
    },
    measure: () => measureWeights(store),
  };
}

function countFiles(download: UnfinishedDownload, loaded: ReadonlyMap<string, number>) {
  const files = listFilesOfDownload(download);
  return {
    loadedBytes: files.reduce((sum, { digest }) => sum + (loaded.get(digest) ?? 0), 0),
    totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** A mirror may hold models that no engine here can run. */
function ignoreOtherKinds(error: EngineError): ModelManifest[] {
  if (error.code === 'not_supported') return [];
  throw error;
}
