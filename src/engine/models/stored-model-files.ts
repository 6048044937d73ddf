import type { ModelFiles } from '../diffusion/model-files.ts';
import { EngineError } from '../errors.ts';
import { filesOfVariant, keyOfFile, type Dtype, type ModelManifest } from './manifest.ts';
import type { WeightCache } from './weight-store.ts';

/** The files of an installed model, read from the store when they are asked for. */
export function openStoredFiles(weights: WeightCache, manifest: ModelManifest, dtype: Dtype): ModelFiles {
  const paths = new Set(filesOfVariant(manifest, dtype).map(({ path }) => path));
  return {
    paths,
    async read(path) {
      const response = await weights.match(keyOfFile(manifest, path));
      if (!response) throw new EngineError('weights_damaged', `${path} is missing`, { details: { path } });
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
