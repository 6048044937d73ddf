import { createReadStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createArrayArithmetic } from '../src/engine/diffusion/arithmetic/array-arithmetic.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { ComputeHost, Ort } from '../src/engine/host.ts';
import { KEY_HOST, type ModelManifest } from '../src/engine/models/manifest.ts';
import type { InstalledModel, WeightCache } from '../src/engine/models/store/weight-store.ts';
import { openInstalledModels, type ModelFolders } from './installed-models.ts';

/** Everything that Node gives to an engine: onnxruntime-node, and weights from folders. */
export function createNodeHost(places: ModelFolders): ComputeHost {
  const models = openInstalledModels(places);
  const loadOrt = async () => (await import('onnxruntime-node')) as unknown as Ort;
  return {
    device: { adapter: null, wasmThreads: availableParallelism() },
    weights: openWeights([places.starterFolder, ...places.folders]),
    findModel: async (id) => describeInstalled(await models.find(id)),
    loadOrt,
    startOrt: async () => void (await loadOrt()),
    weightBudgetBytes: {},
    async loadCompute() {
      const ort = await loadOrt();
      return { ort, executionProvider: 'cpu', arithmetic: createArrayArithmetic(ort) };
    },
  };
}

function describeInstalled(manifest: ModelManifest | undefined): InstalledModel | undefined {
  if (!manifest) return undefined;
  const now = Date.now();
  return {
    manifest,
    dtypes: manifest.variants.map(({ dtype }) => dtype),
    installedAt: now,
    lastUsedAt: now,
  };
}

/** Files under the names of the weight store. Nothing is written. */
function openWeights(roots: readonly string[]): WeightCache {
  const refuse = () =>
    Promise.reject(
      new EngineError('not_supported', 'Folders of weights cannot be changed from here.'),
    );
  async function findFile(key: string): Promise<{ file: string; size: number } | undefined> {
    const [repository = '', path = ''] = key.slice(KEY_HOST.length).split(/\/resolve\/[^/]+\//);
    for (const root of roots) {
      const file = join(root, repository, path);
      const size = (await stat(file).catch(() => undefined))?.size;
      if (size !== undefined) return { file, size };
    }
    return undefined;
  }
  return {
    async open(key) {
      const found = await findFile(key);
      return found && ((await openAsBlob(found.file)) as Blob);
    },
    async match(key) {
      const found = await findFile(key);
      if (!found) return undefined;
      const { file, size } = found;
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
      return new Response(body, { headers: { 'content-length': String(size) } });
    },
    put: refuse,
    delete: refuse,
    list: () => Promise.resolve([]),
    size: () => Promise.resolve(0),
  };
}
