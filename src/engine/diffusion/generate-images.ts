import type { ImageParameters } from '../images/metadata/image-parameters.ts';
import { parameterChunks } from '../images/metadata/image-metadata.ts';
import { encodePng } from '../images/png.ts';
import type { Dtype, ImageManifest } from '../models/manifest.ts';
import { filesOfVariant } from '../models/manifest.ts';
import { SOFTWARE } from '../software.ts';
import type { Correction, ImageEvent, ImageRequest } from './diffusion-engine.ts';
import type { DiffusionPipeline, PipelineEvent, PipelineJob } from './diffusion-pipeline.ts';
import { planRequest, type PlannedRequest } from './plan/plan-request.ts';
import { toPixels, toPlanes } from './arithmetic/planes.ts';
import type { FittedPrompt } from './prompts/fit-prompt.ts';
import { nameOfScheduler } from './plan/scheduler-names.ts';

/** A model in memory. */
export interface LoadedPipeline {
  manifest: ImageManifest;
  dtype: Dtype;
  pipeline: DiffusionPipeline;
}

/**
 * Runs a request on a loaded model, from validation to PNG files with their parameters. Throws as
 * DiffusionEngine.generate.
 */
export async function* generateImages(
  loaded: LoadedPipeline,
  request: ImageRequest,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  const begin = performance.now();
  const plan = planRequest(loaded.manifest, request);
  const { seeds, picture } = plan;
  const [seed = 0] = seeds;
  const prompts = await fitPrompts(loaded.pipeline, request);
  const corrections = [...plan.corrections, ...prompts.corrections];
  yield { type: 'generation-start', n: seeds.length, seed, ...picture.size, corrections };
  const clock = createClock(seeds.length);
  for await (const event of loaded.pipeline.run(toJob(request, plan, prompts), signal)) {
    if (event.type === 'step-end') yield describeStep(event, clock.secondsLeft(event));
    else yield await finishPicture(loaded, request, plan, event, clock.lap());
  }
  yield { type: 'finish', seconds: (performance.now() - begin) / 1000 };
}

interface FittedPrompts extends Pick<PipelineJob, 'prompt' | 'negativePrompt'> {
  corrections: readonly Correction[];
}

/** The prompts as far as the model reads them. The picture's parameters keep them in full. */
async function fitPrompts(
  pipeline: DiffusionPipeline,
  request: ImageRequest,
): Promise<FittedPrompts> {
  const prompt = await pipeline.fitPrompt(request.prompt);
  const negative =
    request.negativePrompt === undefined
      ? undefined
      : await pipeline.fitPrompt(request.negativePrompt);
  return {
    prompt: prompt.text,
    negativePrompt: negative?.text,
    corrections: [
      ...describeFit('prompt', prompt),
      ...(negative ? describeFit('negativePrompt', negative) : []),
    ],
  };
}

function describeFit(
  field: 'prompt' | 'negativePrompt',
  { text, leftOut, isTooLong }: FittedPrompt,
): Correction[] {
  if (leftOut === '') return [];
  const reason = isTooLong
    ? 'it is longer than the model can read'
    : 'the model does not know these words';
  return [{ field, asked: leftOut, used: text, reason }];
}

function toJob(request: ImageRequest, plan: PlannedRequest, prompts: FittedPrompts): PipelineJob {
  const { frame, start, mask } = plan.picture;
  return {
    prompt: prompts.prompt,
    negativePrompt: prompts.negativePrompt,
    ...frame,
    numInferenceSteps: plan.numInferenceSteps,
    guidanceScale: plan.guidanceScale,
    scheduler: plan.scheduler,
    eta: request.eta ?? 0,
    clipSkip: request.clipSkip ?? 0,
    seeds: plan.seeds,
    start: start && { planes: toPlanes(start), strength: plan.strength, mask },
    variation: request.variation,
    noise: request.noise,
    stepNoise: request.stepNoise,
    previewEveryMs: request.previewEveryMs ?? null,
    keepsLatents: request.keepsLatents ?? false,
  };
}

function describeStep(
  event: PipelineEvent & { type: 'step-end' },
  secondsLeft: number,
): ImageEvent {
  const { image, step, of, ms, bytesRead, preview } = event;
  return {
    type: 'step-end',
    image,
    step,
    of,
    ms,
    secondsLeft,
    bytesReadBack: bytesRead,
    ...(preview ? { preview } : {}),
  };
}

async function finishPicture(
  { manifest, dtype }: LoadedPipeline,
  request: ImageRequest,
  plan: PlannedRequest,
  { image, seed, planes, latents }: PipelineEvent & { type: 'picture-end' },
  seconds: number,
): Promise<ImageEvent> {
  const parameters = describeParameters(manifest, dtype, request, plan, seed);
  const png = await encodePng(plan.picture.finish(toPixels(planes)), parameterChunks(parameters));
  return {
    type: 'image-end',
    image,
    ...plan.picture.size,
    png,
    parameters,
    seconds,
    ...(latents ? { latents: { dims: dimsOfLatents(manifest, plan), values: latents } } : {}),
  };
}

function dimsOfLatents(
  { pipeline: { latents } }: ImageManifest,
  { picture: { frame } }: PlannedRequest,
): number[] {
  return [1, latents.channels, frame.height / latents.factor, frame.width / latents.factor];
}

function describeParameters(
  manifest: ImageManifest,
  dtype: Dtype,
  request: ImageRequest,
  { numInferenceSteps, guidanceScale, scheduler, strength, picture }: PlannedRequest,
  seed: number,
): ImageParameters {
  const { negativePrompt, clipSkip, eta, image, mask, outpaint, variation } = request;
  const modelHash = hashOf(manifest, dtype);
  return {
    prompt: request.prompt,
    ...(negativePrompt ? { negativePrompt } : {}),
    seed,
    numInferenceSteps,
    guidanceScale,
    scheduler: nameOfScheduler(scheduler),
    ...picture.size,
    model: manifest.id,
    revision: manifest.revision,
    ...(modelHash ? { modelHash } : {}),
    dtype,
    ...(clipSkip ? { clipSkip } : {}),
    ...(eta ? { eta } : {}),
    ...(image ? { strength } : {}),
    task: outpaint ? 'outpaint' : mask ? 'inpaint' : image ? 'image-to-image' : 'text-to-image',
    ...(variation ? { variation } : {}),
    software: SOFTWARE,
  };
}

function hashOf(manifest: ImageManifest, dtype: Dtype): string | undefined {
  const { digest } =
    filesOfVariant(manifest, dtype).find(
      ({ path }) => path === manifest.pipeline.graphs.denoiser,
    ) ?? {};
  return /^sha256:(.{10})/.exec(digest ?? '')?.[1];
}

/** Times steps and pictures, and estimates what is left. */
function createClock(pictures: number) {
  let lapBegin = performance.now();
  let stepMs = 0;
  /** Steps of the current picture. */
  let steps = 0;
  let allSteps = 0;
  let finishMs = 0;
  return {
    secondsLeft({ image, step, of, ms }: PipelineEvent & { type: 'step-end' }): number {
      // The very first step compiles shaders and says little about the others.
      if (allSteps < 2) stepMs = ms;
      else stepMs += (ms - stepMs) / Math.min(allSteps, 8);
      steps++;
      allSteps++;
      const stepsLeft = of - step + (pictures - image - 1) * of;
      return (stepsLeft * stepMs + (pictures - image) * finishMs) / 1000;
    },
    /** Seconds since the last picture was finished. */
    lap(): number {
      const now = performance.now();
      const seconds = (now - lapBegin) / 1000;
      finishMs = Math.max(0, seconds * 1000 - steps * stepMs);
      steps = 0;
      lapBegin = now;
      return seconds;
    },
  };
}
