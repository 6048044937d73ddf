import { encodeBase64 } from '../../../src/api/base64.ts';
import { definedOnly } from '../../../src/engine/defined-only.ts';
import type { ImageRequest } from '../../../src/engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import { titleOf } from '../../../src/engine/images/metadata/sampler-titles.ts';
import type { MaskImage, PixelImage } from '../../../src/engine/images/pixel-image.ts';
import { encodePng } from '../../../src/engine/images/png.ts';
import type { ImageManifest } from '../../../src/engine/models/manifest.ts';

/** A request with everything decided, for one picture. */
export interface PlannedPicture {
  width: number;
  height: number;
  seed: number;
  numInferenceSteps: number;
  guidanceScale: number;
}

export interface SdapiRequest {
  path: '/sdapi/v1/txt2img' | '/sdapi/v1/img2img';
  json: object;
}

/** Sides in whole multiples of what the server takes, and the defaults of its models. */
export function planPicture(
  request: ImageRequest,
  { pipeline: { size }, defaults }: ImageManifest,
): PlannedPicture {
  const fit = (side: number) =>
    Math.min(4096, Math.max(64, Math.round(side / size.multipleOf) * size.multipleOf));
  return {
    width: fit(request.width ?? request.image?.width ?? size.width),
    height: fit(request.height ?? request.image?.height ?? size.height),
    seed: request.seed ?? Math.floor(Math.random() * 2 ** 32),
    numInferenceSteps: request.numInferenceSteps ?? defaults.numInferenceSteps,
    guidanceScale: request.guidanceScale ?? defaults.guidanceScale,
  };
}

/** Throws `not_supported` for what only our own pipeline can do. */
export async function writeSdapiRequest(
  request: ImageRequest,
  { width, height, seed, numInferenceSteps, guidanceScale }: PlannedPicture,
  checkpoint: string,
): Promise<SdapiRequest> {
  refuseForeign(request);
  const { sampler, schedule } = request.scheduler === undefined ? {} : titleOf(request.scheduler);
  const { image, mask, clipSkip, variation } = request;
  const common = definedOnly({
    prompt: request.prompt,
    negative_prompt: request.negativePrompt ?? '',
    ...{ width, height, seed, steps: numInferenceSteps, cfg_scale: guidanceScale },
    sampler_name: sampler,
    scheduler: schedule,
    eta: request.eta,
    subseed: variation?.seed,
    subseed_strength: variation?.strength,
    batch_size: 1,
    n_iter: 1,
    override_settings: {
      sd_model_checkpoint: checkpoint,
      ...(clipSkip && { CLIP_stop_at_last_layers: clipSkip + 1 }),
    },
  });
  if (!image) return { path: '/sdapi/v1/txt2img', json: common };
  return {
    path: '/sdapi/v1/img2img',
    json: {
      ...common,
      init_images: [await toBase64(image)],
      denoising_strength: request.strength ?? (mask ? 1 : 0.6),
      ...(mask && {
        mask: await toBase64(toPicture(mask)),
        mask_blur: request.maskFeather ?? 0,
        // Begins from what is there, as our own pipeline does.
        inpainting_fill: 1,
        inpaint_full_res: false,
      }),
    },
  };
}

function refuseForeign(request: ImageRequest): void {
  const foreign = (['noise', 'stepNoise', 'schedulerConfig', 'outpaint'] as const).find(
    (name) => request[name] !== undefined,
  );
  if (foreign)
    throw new EngineError('not_supported', `The server that runs this model takes no ${foreign}.`, {
      details: { param: foreign },
    });
}

async function toBase64(image: PixelImage): Promise<string> {
  return encodeBase64(await encodePng(image));
}

function toPicture({ width, height, data }: MaskImage): PixelImage {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (const [at, value] of data.entries()) {
    const side = value >= 128 ? 255 : 0;
    pixels.set([side, side, side, 255], at * 4);
  }
  return { width, height, data: pixels };
}
