import { CATALOG } from '../../../src/engine/models/catalog.ts';
import { isForTask, type ImageManifest } from '../../../src/engine/models/manifest.ts';
import type { SdapiModel } from './sdapi-schema.ts';

/**
 * A model of such a server as one of ours. It runs there, so that no file of it is here; of the
 * pipeline only the size of pictures is heeded, and the rest is Stable Diffusion's.
 */
export function describeSdapiModel(upstream: string, model: SdapiModel): ImageManifest {
  const { pipeline, capabilities, defaults } = findStandard();
  const side = /xl|flux|sd3|pony|illustrious|qwen|z-image/i.test(model.title) ? 1024 : 512;
  return {
    id: model.model_name,
    title: model.model_name,
    summary: `Runs on ${upstream}.`,
    task: 'image',
    engine: 'diffusion',
    origin: 'hub',
    repository: `${toName(upstream)}/${toName(model.model_name)}`,
    revision: model.hash ?? 'main',
    licence: 'unknown',
    files: [],
    variants: [{ dtype: 'fp16', files: [{ path: model.title }] }],
    pipeline: {
      ...pipeline,
      size: { width: side, height: side, multipleOf: 8, isFixed: false },
    },
    capabilities,
    defaults,
  };
}

function findStandard(): ImageManifest {
  const found = CATALOG.find(({ id }) => id === 'nmkd/stable-diffusion-1.5-onnx-fp16');
  if (!found || !isForTask(found, 'image')) throw new Error('Stable Diffusion is not listed.');
  return found;
}

function toName(text: string): string {
  return text.replaceAll(/[^\w.-]+/g, '-');
}
