import type { ServedModel } from '../src/api/services.ts';
import { chooseStoredBuild } from '../src/engine/models/load/choose-build.ts';
import { estimateMemory, estimateMemoryBytes } from '../src/engine/models/load/estimate-memory.ts';
import type { ModelManifest } from '../src/engine/models/manifest.ts';
import { LEAST_CONTEXT } from './engines/gguf/create-context.ts';

/**
 * About what a model takes once it is loaded, in bytes; 0 for one that is not listed. With llama.cpp
 * that is the least: it takes more context where there is room.
 */
export async function estimateModel(
  model: string,
  listModels: () => Promise<readonly ServedModel[]>,
): Promise<number> {
  const found = (await listModels()).find(({ manifest }) => manifest.id === model);
  return found ? estimateManifest(found.manifest) : 0;
}

export function estimateManifest(manifest: ModelManifest): number {
  if (manifest.engine === 'llama-cpp') return estimateGguf(manifest);
  const dtypes = manifest.variants.map(({ dtype }) => dtype);
  const target = { device: 'wasm', adapter: null, preference: 'wasm' } as const;
  const dtype = chooseStoredBuild({ manifest, dtypes }, target)?.variant.dtype;
  return dtype === undefined ? 0 : estimateMemoryBytes(manifest, dtype, 'wasm');
}

/** Each GGUF has one build. */
function estimateGguf(manifest: ModelManifest): number {
  const dtype = manifest.variants[0]?.dtype;
  if (dtype === undefined) return 0;
  const modest =
    manifest.task === 'chat'
      ? { ...manifest, contextLength: Math.min(LEAST_CONTEXT, manifest.contextLength) }
      : manifest;
  return estimateMemory(modest, dtype) ?? estimateMemoryBytes(manifest, dtype, 'webgpu');
}
