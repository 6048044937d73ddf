import { decodeBase64 } from '../../../src/api/base64.ts';
import type {
  DiffusionEngine,
  ImageEvent,
  ImageRequest,
} from '../../../src/engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import { writeParameters } from '../../../src/engine/images/metadata/image-metadata.ts';
import type { ImageParameters } from '../../../src/engine/images/metadata/image-parameters.ts';
import { nameOfTitle } from '../../../src/engine/images/metadata/sampler-titles.ts';
import type { PixelImage } from '../../../src/engine/images/pixel-image.ts';
import { encodePng } from '../../../src/engine/images/png.ts';
import type { ImageManifest } from '../../../src/engine/models/manifest.ts';
import { createTurns } from '../../../src/engine/turns.ts';
import { traceWait } from '../../traces/trace-part.ts';
import { askForJson } from '../send-request.ts';
import type { UpstreamAddress } from '../upstream-address.ts';
import { infoSchema, resultSchema } from './sdapi-schema.ts';
import { watchProgress } from './watch-progress.ts';
import { planPicture, writeSdapiRequest, type PlannedPicture } from './write-sdapi-request.ts';

export interface SdapiEngineOptions {
  upstream: UpstreamAddress;
  find(model: string): ImageManifest | undefined;
  /** Pixels of any picture file. */
  decodePicture(file: Blob, signal: AbortSignal): Promise<PixelImage>;
  /** Seconds that one picture may take. */
  maxSeconds: number;
  /** Between two looks at the progress. */
  pollMs?: number;
}

/**
 * Pictures by a server of AUTOMATIC1111's API. It draws one after the other, so requests wait here
 * for one another, and only what was sent from here is interrupted.
 */
export function createSdapiEngine(options: SdapiEngineOptions): Pick<DiffusionEngine, 'generate'> {
  const turns = createTurns();
  return {
    async *generate(request, signal) {
      const release = await traceWait(() => turns.take(signal));
      try {
        yield* draw(request, options, signal);
      } finally {
        release();
      }
    },
  };
}

async function* draw(
  request: ImageRequest,
  options: SdapiEngineOptions,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  const manifest = options.find(request.model);
  if (!manifest)
    throw new EngineError('model_not_found', `${options.upstream.name} no longer has this model.`);
  const begin = performance.now();
  const n = request.n ?? 1;
  const plan = planPicture(request, manifest);
  const { width, height, seed } = plan;
  yield { type: 'generation-start', n, seed, width, height, corrections: [] };
  for (let image = 0; image < n; image++) {
    const own = { ...plan, seed: seed + image };
    yield* drawOne({ request, manifest, plan: own, image, left: n - image - 1 }, options, signal);
  }
  yield { type: 'finish', seconds: secondsSince(begin) };
}

interface OnePicture {
  request: ImageRequest;
  manifest: ImageManifest;
  plan: PlannedPicture;
  image: number;
  /** Pictures after this one. */
  left: number;
}

async function* drawOne(
  { request, manifest, plan, image, left }: OnePicture,
  options: SdapiEngineOptions,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  const { upstream, maxSeconds } = options;
  const begin = performance.now();
  const checkpoint = manifest.variants[0]?.files[0]?.path ?? manifest.id;
  const written = await writeSdapiRequest(request, plan, checkpoint);
  const answering = askForJson(
    upstream,
    { method: 'POST', ...written, idleMs: maxSeconds * 1000, model: manifest.id },
    signal,
  );
  answering.catch(() => undefined);
  let isDone = false;
  try {
    for await (const step of watchProgress(answering, options, request, signal))
      yield {
        type: 'step-end',
        image,
        ...step,
        secondsLeft: step.secondsLeft + left * secondsSince(begin),
        bytesReadBack: 0,
      };
    const result = resultSchema.parse(await answering);
    isDone = true;
    const parameters = describe(request, plan, manifest, result.info);
    const png = await toPng(result.images[0] ?? '', parameters, options, signal);
    const { width, height } = plan;
    yield {
      type: 'image-end',
      image,
      width,
      height,
      png,
      parameters,
      seconds: secondsSince(begin),
    };
  } finally {
    if (!isDone) await interrupt(upstream);
  }
}

/** The connection's end alone does not stop such a server. */
async function interrupt(upstream: UpstreamAddress): Promise<void> {
  const request = { method: 'POST', path: '/sdapi/v1/interrupt', idleMs: 3000, json: {} } as const;
  await askForJson(upstream, request, AbortSignal.timeout(3000)).catch(() => undefined);
}

function describe(
  request: ImageRequest,
  plan: PlannedPicture,
  { id }: ImageManifest,
  info: string,
): ImageParameters {
  const { data: used = {} } = infoSchema.safeParse(parseOr(info, {}));
  return {
    prompt: request.prompt,
    ...(request.negativePrompt && { negativePrompt: request.negativePrompt }),
    seed: used.seed ?? plan.seed,
    numInferenceSteps: used.steps ?? plan.numInferenceSteps,
    guidanceScale: used.cfg_scale ?? plan.guidanceScale,
    scheduler: request.scheduler ?? nameOfTitle(used.sampler_name ?? 'unknown', undefined),
    ...{ width: plan.width, height: plan.height, model: id },
    ...(used.sd_model_hash && { modelHash: used.sd_model_hash }),
    ...(request.image && { strength: request.strength ?? (request.mask ? 1 : 0.6) }),
    task: request.mask ? 'inpaint' : request.image ? 'image-to-image' : 'text-to-image',
  };
}

function parseOr<T>(json: string, otherwise: T): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return otherwise;
  }
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

/** Such a server may be set to send JPEG or WebP. */
async function toPng(
  base64: string,
  parameters: ImageParameters,
  { decodePicture }: SdapiEngineOptions,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = decodeBase64(base64.replace(/^data:[^,]*,/, ''), 'images');
  const isPng = PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);
  const png = isPng ? bytes : await encodePng(await decodePicture(new Blob([bytes]), signal));
  return writeParameters(png, parameters);
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1000;
}
