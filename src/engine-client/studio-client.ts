import type { DiffusionEngine } from '../engine/diffusion/diffusion-engine.ts';
import type { ImageOpsEngine } from '../engine/image-ops/image-ops-engine.ts';
import type { BatchEvent, BatchRequest } from '../engine/studio/batch/batch-request.ts';
import type { PictureEvent, PictureRequest } from '../engine/studio/stages/picture-request.ts';
import { fetchMissing, type InstallBuiltIn } from './models/fetch-missing.ts';
import type { ModelsClient } from './models/models-client.ts';

/** Pictures from the request to the file, by the other clients; its code is loaded when needed. */
export interface StudioClient {
  /** See `generatePicture`. */
  generatePicture(request: PictureRequest, signal: AbortSignal): AsyncIterable<PictureEvent>;
  /** See `generateBatch`. */
  generateBatch(request: BatchRequest, signal: AbortSignal): AsyncIterable<BatchEvent>;
}

interface StudioParts {
  diffusion: Pick<DiffusionEngine, 'generate'>;
  imageOps: ImageOpsEngine;
  models: Pick<ModelsClient, 'readInstalled'>;
  installBuiltIn: InstallBuiltIn;
}

/** The built-in image model is fetched when it is needed and missing. */
export function createStudioClient({
  diffusion,
  imageOps,
  models,
  installBuiltIn,
}: StudioParts): StudioClient {
  const engines = {
    diffusion,
    imageOps,
    listInstalled: async () => (await models.readInstalled()).map(({ manifest }) => manifest),
  };
  return {
    async *generatePicture(request, signal) {
      const { generatePicture } = await import('../engine/studio/stages/generate-picture.ts');
      const start = () => generatePicture(request, engines, signal);
      yield* fetchMissing(installBuiltIn, start, signal);
    },
    async *generateBatch(request, signal) {
      const { generateBatch } = await import('../engine/studio/batch/generate-batch.ts');
      const start = () => generateBatch(request, engines, signal);
      yield* fetchMissing(installBuiltIn, start, signal);
    },
  };
}
