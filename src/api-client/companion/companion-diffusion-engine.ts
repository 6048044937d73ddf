import { z } from '@hono/zod-openapi';
import { decodeBase64, encodeBase64 } from '../../api/base64.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import type {
  DiffusionEngine,
  ImageEvent,
  ImageRequest,
} from '../../engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../../engine/errors.ts';
import { readParameters, writeParameters } from '../../engine/images/metadata/image-metadata.ts';
import type { ImageParameters } from '../../engine/images/metadata/image-parameters.ts';
import type { MaskImage, PixelImage } from '../../engine/images/pixel-image.ts';
import { decodePng, encodePng } from '../../engine/images/png.ts';
import { parseJson } from '../../engine/parse-json.ts';
import { callApi, parseAnswer, type ApiAddress } from '../call-api.ts';
import { readEvents } from '../read-events.ts';
import { readFailure } from '../read-failure.ts';
import { followWork } from './follow-work.ts';

/** Previews that a server sends of each picture, at equal distances, where they are wanted. */
const PREVIEWS = 3;
const MAX_SEED = 2 ** 32;

const eventSchema = z.object({
  type: z.string(),
  b64_json: z.string(),
  partial_image_index: z.int().nullish(),
  seed: z.int().nullish(),
});
const wholeSchema = z.object({
  data: z.array(z.object({ b64_json: z.string(), seed: z.int().nullish() })).min(1),
});

/** What a server has sent of one picture. */
type Received =
  | { type: 'preview'; index: number; png: Uint8Array<ArrayBuffer> }
  | { type: 'picture'; png: Uint8Array<ArrayBuffer>; seed: number | undefined };

/**
 * Pictures from a companion server, one request each; `model` is the server's own name. Its steps
 * are not told, only up to three previews of a picture: each stands for the quarter of the steps
 * before it. Throws what the server tells by its codes, `companion_unreachable`,
 * `companion_key_refused`, and `not_supported` for what the API has no word for.
 */
export function createCompanionDiffusionEngine(
  address: ApiAddress,
): Pick<DiffusionEngine, 'generate'> {
  return {
    generate: (request, signal) =>
      followWork(address, signal, (either) => draw(address, request, either)),
  };
}

async function* draw(
  address: ApiAddress,
  request: ImageRequest,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  refuseUnknown(request);
  const { n = 1, seed = Math.floor(Math.random() * MAX_SEED) } = request;
  const begun = performance.now();
  const started = { n, seed, width: request.width ?? 0, height: request.height ?? 0 };
  yield { type: 'generation-start', ...started, corrections: [] };
  for (let image = 0; image < n; image++) {
    const own = { ...request, seed: seed + image };
    let last = performance.now();
    for await (const received of askFor(address, own, signal)) {
      const now = performance.now();
      if (received.type === 'preview')
        yield await describePreview(received, own, { image, n, ms: now - last });
      else yield await describePicture(received, own, { image, seconds: (now - begun) / 1000 });
      last = now;
    }
  }
  yield { type: 'finish', seconds: (performance.now() - begun) / 1000 };
}

/** The API has words for neither. */
function refuseUnknown({ outpaint, variation }: ImageRequest): void {
  const what = outpaint ? 'widen a picture' : variation ? 'draw variations' : undefined;
  if (what !== undefined)
    throw new EngineError(
      'not_supported',
      `A companion cannot ${what}. Choose a model on this device for that.`,
    );
}

async function* askFor(
  address: ApiAddress,
  request: ImageRequest,
  signal: AbortSignal,
): AsyncGenerator<Received> {
  const path = request.image ? '/v1/images/edits' : '/v1/images/generations';
  const response = await callApi(address, { path, body: await toWire(request) }, signal);
  // Not every server behind a companion streams pictures.
  if (response.headers.get('content-type')?.includes('json')) {
    const json: unknown = await response.json();
    for (const { b64_json, seed } of parseAnswer(wholeSchema, json, path).data)
      yield { type: 'picture', png: decode(b64_json), seed: seed ?? undefined };
    return;
  }
  let isDone = false;
  for await (const { data } of readEvents(response.body ?? new ReadableStream())) {
    if (data === '[DONE]') break;
    const json = parseJson(data);
    const failure = readFailure(json);
    if (failure) throw failure;
    const event = parseAnswer(eventSchema, json, path);
    const png = decode(event.b64_json);
    isDone = event.type.endsWith('.completed');
    if (isDone) yield { type: 'picture', png, seed: event.seed ?? undefined };
    else yield { type: 'preview', index: event.partial_image_index ?? 0, png };
  }
  if (!isDone) throw new TypeError('The stream ended before the picture was there.');
}

async function toWire(request: ImageRequest): Promise<object> {
  const { model, prompt, width, height, image, mask, previewEveryMs } = request;
  return {
    model,
    prompt,
    n: 1,
    stream: true,
    output_format: 'png',
    ...definedOnly({
      size: width && height ? `${width}x${height}` : undefined,
      negative_prompt: request.negativePrompt,
      seed: request.seed,
      num_inference_steps: request.numInferenceSteps,
      guidance_scale: request.guidanceScale,
      scheduler: request.scheduler,
      clip_skip: request.clipSkip,
      strength: image && request.strength,
      image: image && (await toDataUrl(image)),
      mask: mask && (await toDataUrl(showMask(mask))),
      partial_images: previewEveryMs == null ? undefined : PREVIEWS,
    }),
  };
}

/** White where it is redrawn. */
function showMask({ width, height, data: shares }: MaskImage): PixelImage {
  const data = new Uint8ClampedArray(4 * width * height);
  shares.forEach((share, at) => data.set([share, share, share, 255], 4 * at));
  return { width, height, data };
}

async function toDataUrl(picture: PixelImage): Promise<string> {
  return `data:image/png;base64,${encodeBase64(await encodePng(picture))}`;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return decodeBase64(base64, 'b64_json');
}

async function describePreview(
  { index, png }: Received & { type: 'preview' },
  { numInferenceSteps = PREVIEWS + 1 }: ImageRequest,
  { image, n, ms }: { image: number; n: number; ms: number },
): Promise<ImageEvent> {
  const parts = PREVIEWS + 1;
  const partsLeft = (n - image) * parts - index - 1;
  return {
    type: 'step-end',
    image,
    step: Math.max(1, Math.round((numInferenceSteps * (index + 1)) / parts)),
    of: numInferenceSteps,
    ms,
    secondsLeft: (partsLeft * ms) / 1000,
    bytesReadBack: 0,
    preview: await decodePng(png),
  };
}

/** The file with its parameters: what it says itself, and where it says nothing what was asked. */
async function describePicture(
  { png, seed }: Received & { type: 'picture' },
  request: ImageRequest,
  { image, seconds }: { image: number; seconds: number },
): Promise<ImageEvent> {
  const { width, height } = await decodePng(png);
  const told = await readParameters(png).catch(() => undefined);
  const parameters: ImageParameters = {
    prompt: request.prompt,
    ...(request.negativePrompt && { negativePrompt: request.negativePrompt }),
    seed: seed ?? request.seed ?? 0,
    numInferenceSteps: request.numInferenceSteps ?? 0,
    guidanceScale: request.guidanceScale ?? 0,
    scheduler: request.scheduler ?? '',
    model: request.model,
    ...definedOnly(told?.parameters ?? {}),
    width,
    height,
  };
  const file = writeParameters(png, parameters);
  return { type: 'image-end', image, width, height, png: file, parameters, seconds };
}
