import type { ModelFiles } from '../model-files.ts';
import { EngineError } from '../../errors.ts';
import { filesOfVariant, keyOfFile, type Dtype, type ModelManifest } from '../manifest.ts';
import type { WeightCache } from './weight-store.ts';

/** The files of an installed model, read from the store when they are asked for. */
export function openStoredFiles(
  weights: WeightCache,
  manifest: ModelManifest,
  dtype: Dtype,
): Required<ModelFiles> {
  async function open(path: string): Promise<Blob> {
    const blob = await weights.open(keyOfFile(manifest, path));
    if (!blob)
      throw new EngineError('weights_damaged', `${path} is missing`, { details: { path } });
    return blob;
  }
  return {
    paths: new Set(filesOfVariant(manifest, dtype).map(({ path }) => path)),
    read: async (path) => new Uint8Array(await (await open(path)).arrayBuffer()),
    open,
  };
}
