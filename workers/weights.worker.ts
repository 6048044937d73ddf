import { EngineError } from '../src/engine/errors.ts';
import type { ExportEvent } from '../src/engine/models/store/export-model.ts';
import { findBuiltInPart } from '../src/engine/models/built-in-parts.ts';
import { describeRepository } from '../src/engine/repositories/describe-repository.ts';
import { createModelLibrary, type ModelLibrary } from '../src/engine/models/model-library.ts';
import { openChunkStore } from './chunk-store.ts';
import { createDirectoryTarget } from './directory-target.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { webLocks } from './web-locks.ts';
import { holdLifeLock } from './life-lock.ts';

/** Addresses, absolute. */
export interface WeightSourceUrls {
  starterUrl: string;
  hubUrls: string[];
}

/**
 * The library needs to know its sources before anything else is asked of it. A later call changes
 * them.
 */
export type WeightsWorker = Omit<ModelLibrary, 'export'> & {
  open(sources: WeightSourceUrls): void;
  export(
    modelId: string,
    folder: FileSystemDirectoryHandle,
    signal: AbortSignal,
  ): AsyncIterable<ExportEvent>;
};

const opening = openChunkStore();
let resolveFirst: (library: Promise<ModelLibrary>) => void;
let library = new Promise<ModelLibrary>((resolve) => (resolveFirst = resolve));

/** A browser that knows of no network says so, which is more than that a server is away. */
const fetchUncached: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, {
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...init,
    });
  } catch (thrown) {
    if (navigator.onLine || init?.signal?.aborted) throw thrown;
    throw new EngineError('network_unreachable', 'You are offline.', {
      cause: thrown,
      details: { isOffline: true },
    });
  }
};

async function createLibrary({ starterUrl, hubUrls }: WeightSourceUrls): Promise<ModelLibrary> {
  const isElsewhere = (url: string) => new URL(url).origin !== location.origin;
  const hubs = hubUrls.map((url) => ({ url, fetch: fetchUncached, isElsewhere: isElsewhere(url) }));
  return createModelLibrary(
    { store: await opening, locks: webLocks, measureRoom },
    { starter: { url: starterUrl, fetch: fetchUncached }, hubs },
    ({ url }) => !isElsewhere(url),
    describeRepository,
  );
}

async function measureRoom(): Promise<number | undefined> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? undefined : quota - usage;
}

exposeEngine<WeightsWorker>(
  {
    open(sources) {
      library = createLibrary(sources);
      resolveFirst(library);
    },
    listInstalled: async () => (await library).listInstalled(),
    listUnfinished: async () => (await library).listUnfinished(),
    listMirrored: async (signal) => (await library).listMirrored(signal),
    describe: async (repository, signal) =>
      findBuiltInPart(repository) ?? (await library).describe(repository, signal),
    async *download(request, signal) {
      yield* (await library).download(request, signal);
    },
    discard: async (modelId, signal) => (await library).discard(modelId, signal),
    remove: async (modelId, signal) => (await library).remove(modelId, signal),
    async *verify(modelId, signal) {
      yield* (await library).verify(modelId, signal);
    },
    async *repair(modelId, signal) {
      yield* (await library).repair(modelId, signal);
    },
    async *importFiles(files, signal) {
      yield* (await library).importFiles(files, signal);
    },
    async *export(modelId, folder, signal) {
      yield* (await library).export(modelId, createDirectoryTarget(folder), signal);
    },
    measure: async () => (await library).measure(),
  },
  holdLifeLock(),
);
