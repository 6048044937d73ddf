import type { ImageRequest } from '../../../engine/diffusion/diffusion-engine.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import { definedOnly } from '../../../engine/defined-only.ts';
import type { WireImageOptions } from './image-schema.ts';

type PictureOptions = Omit<WireImageOptions, 'image'>;

/** OpenAI's names and diffusers', in the engine's. */
export function toImageRequest(
  wire: PictureOptions,
  manifest: ImageManifest,
  warn: (sentence: string) => void,
): ImageRequest {
  const avoids = manifest.capabilities.negativePrompt;
  if (wire.negative_prompt && !avoids)
    warn(`${manifest.id} takes no negative prompt; it was ignored.`);
  if (wire.background === 'transparent')
    warn('The model draws on a background; the operation cut-out of /process takes it away.');
  return {
    model: manifest.id,
    prompt: wire.prompt ?? '',
    ...parseSize(wire.size),
    ...definedOnly({
      n: wire.n ?? undefined,
      negativePrompt: (avoids && wire.negative_prompt) || undefined,
      seed: wire.seed ?? undefined,
      numInferenceSteps: wire.num_inference_steps ?? undefined,
      guidanceScale: wire.guidance_scale ?? wire.true_cfg_scale ?? undefined,
      scheduler: wire.scheduler ?? undefined,
      clipSkip: wire.clip_skip ?? undefined,
      strength: wire.strength ?? undefined,
      previewEveryMs: wire.stream && wire.partial_images ? 0 : undefined,
    }),
  };
}

/** `1024x768`; absent for `auto`. */
function parseSize(size: string | null | undefined): { width?: number; height?: number } {
  const [width, height] = (size ?? 'auto').split('x').map(Number);
  return width && height ? { width, height } : {};
}
