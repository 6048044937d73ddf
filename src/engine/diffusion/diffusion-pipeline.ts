import type { Ort } from '../host.ts';
import type { Arithmetic, Vector } from './arithmetic/arithmetic.ts';
import { createConditioner, type Conditioner } from './networks/conditioner.ts';
import { denoise } from './denoise.ts';
import { createDenoiser, type LatentSize } from './networks/denoiser.ts';
import { positionsOfDenoiser } from './networks/denoiser-call.ts';
import type { PromptMeasure } from './diffusion-engine.ts';
import { createPromptEncoder, type PromptEncoder } from './networks/encode-prompt.ts';
import type { GraphPool } from './networks/graph-pool.ts';
import { createNoiseSource, mixNoise } from './arithmetic/noise.ts';
import type { PipelineLayout } from '../models/pipeline-layout.ts';
import { planSchedule } from './plan/plan-schedule.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { previewLatents } from './preview.ts';
import type { FittedPrompt } from './prompts/fit-prompt.ts';
import type { PromptReader } from './prompts/prompt-reader.ts';
import type { SchedulerConfig } from '../models/scheduler-config.ts';
import { prepareStart, type StartPicture } from './start-picture.ts';
import { toPixels, type Planes } from './arithmetic/planes.ts';
import { createVae, type Vae, type VaeOptions } from './networks/vae.ts';

/** A request with everything decided and validated. */
export interface PipelineJob {
  prompt: string;
  /** Absent is not always the same as empty: see the layout's `absentNegative`. */
  negativePrompt: string | undefined;
  /** Pixels, multiples of the layout's `multipleOf`. */
  width: number;
  height: number;
  numInferenceSteps: number;
  guidanceScale: number;
  scheduler: SchedulerConfig;
  /** DDIM's share of fresh noise, 0 to 1. */
  eta: number;
  clipSkip: number;
  /** One picture for each. */
  seeds: readonly number[];
  /** A picture of the job's size to start from. */
  start?: StartPicture | undefined;
  /** Mixes each seed's noise with that of another one. */
  variation?: { seed: number; strength: number } | undefined;
  /**
   * Instead of the seed's: unit noise [channels, h, w] for every picture, and fresh noise for the
   * steps that draw some.
   */
  noise?: Float32Array | undefined;
  stepNoise?: readonly Float32Array[] | undefined;
  /** At most one preview in this time; `null` for none. */
  previewEveryMs: number | null;
  /** Whether `picture-end` carries the latents, which must then be read back from the GPU. */
  keepsLatents: boolean;
}

export type PipelineEvent =
  | {
      type: 'step-end';
      image: number;
      step: number;
      of: number;
      ms: number;
      bytesRead: number;
      preview?: PixelImage;
    }
  | {
      type: 'picture-end';
      image: number;
      seed: number;
      planes: Planes;
      latents: Float32Array | undefined;
    };

/** A model that is ready to draw. */
export interface DiffusionPipeline {
  readonly layout: PipelineLayout;
  readonly prompts: PromptReader & PromptEncoder;
  /** Counts a prompt's tokens, without a network. */
  measurePrompt(prompt: string): PromptMeasure;
  /**
   * As much of a prompt as the networks can read. If it needs several sequences, the network is
   * asked once.
   */
  fitPrompt(prompt: string): Promise<FittedPrompt>;
  /** Loads the networks before they are needed. */
  warmUp(): Promise<void>;
  /**
   * Draws the job's pictures, one after the other. Throws `aborted`, `invalid_output`,
   * `not_supported`, and what the graphs throw.
   */
  run(job: PipelineJob, signal: AbortSignal): AsyncGenerator<PipelineEvent>;
  dispose(): Promise<void>;
}

/** The parts of a pipeline, which owns the pool. */
export interface PipelineParts {
  ort: Ort;
  arithmetic: Arithmetic;
  pool: GraphPool;
  layout: PipelineLayout;
  reader: PromptReader;
  vae: VaeOptions;
}

interface Workshop extends PipelineParts {
  encoder: PromptEncoder;
  conditioner: Conditioner;
  coder: Vae;
}

export function createPipeline(parts: PipelineParts): DiffusionPipeline {
  const { ort, arithmetic, pool, layout, reader } = parts;
  const encoder = createPromptEncoder(ort, arithmetic, pool, reader, layout);
  const conditioner = createConditioner(arithmetic, reader, encoder, layout);
  const workshop = {
    ...parts,
    encoder,
    conditioner,
    coder: createVae(arithmetic, pool, layout, parts.vae),
  };
  let { maxSequences } = layout.text;

  async function findMaxSequences(): Promise<number> {
    const positions = positionsOfDenoiser(await pool.use('denoiser'));
    const perSequence = reader.tokenizerAt(0)?.maxLength ?? 1;
    return positions === undefined ? Infinity : Math.max(1, Math.floor(positions / perSequence));
  }
  return {
    layout,
    prompts: { ...reader, ...encoder },
    measurePrompt: (prompt) => reader.measure(prompt, maxSequences),
    async fitPrompt(prompt) {
      if (layout.text.isPadded && reader.countChunks(prompt) > 1)
        maxSequences ??= await findMaxSequences();
      return reader.fit(prompt, maxSequences);
    },
    warmUp: () => pool.warmUp(),
    run: (job, signal) => run(workshop, job, signal),
    async dispose() {
      conditioner.forget();
      await pool.release();
    },
  };
}

async function* run(
  workshop: Workshop,
  job: PipelineJob,
  signal: AbortSignal,
): AsyncGenerator<PipelineEvent> {
  const { ort, arithmetic, pool, layout, conditioner, coder } = workshop;
  const size = sizeOfLatents(layout, job);
  const prompts = await conditioner.condition(job);
  const start = job.start && (await prepareStart(arithmetic, coder, layout, size, job.start));
  const denoiser = createDenoiser(ort, arithmetic, await pool.use('denoiser'), layout.denoiser, {
    ...prompts,
    guidanceScale: job.guidanceScale,
    size,
    pixels: job,
    ...(start?.extraChannels ? { extraChannels: start.extraChannels } : {}),
  });
  const drawn: { image: number; seed: number; latents: Vector }[] = [];
  try {
    for (const [image, seed] of job.seeds.entries()) {
      const latents = yield* drawLatents(
        workshop,
        job,
        size,
        { image, seed },
        denoiser,
        start,
        signal,
      );
      // With one network in memory at a time, all pictures are drawn before the first is decoded.
      if (pool.residency === 'sequential') drawn.push({ image, seed, latents });
      else yield await finish(workshop, job, size, { image, seed, latents });
    }
    for (let picture = drawn.shift(); picture; picture = drawn.shift())
      yield await finish(workshop, job, size, picture);
  } finally {
    denoiser.dispose();
    start?.dispose();
    arithmetic.dispose(...drawn.map(({ latents }) => latents));
  }
}

async function finish(
  { arithmetic, coder }: Workshop,
  { keepsLatents }: PipelineJob,
  size: LatentSize,
  { image, seed, latents }: { image: number; seed: number; latents: Vector },
): Promise<PipelineEvent> {
  try {
    const planes = await coder.decode(latents, size);
    const values = keepsLatents ? await arithmetic.read(latents) : undefined;
    return { type: 'picture-end', image, seed, planes, latents: values };
  } finally {
    arithmetic.dispose(latents);
  }
}

async function* drawLatents(
  workshop: Workshop,
  job: PipelineJob,
  size: LatentSize,
  { image, seed }: { image: number; seed: number },
  denoiser: ReturnType<typeof createDenoiser>,
  start: Awaited<ReturnType<typeof prepareStart>> | undefined,
  signal: AbortSignal,
): AsyncGenerator<PipelineEvent, Vector> {
  const { arithmetic, layout } = workshop;
  const strength = job.start?.strength ?? 1;
  const schedule = planSchedule(layout, { ...job, strength, size });
  const source = createNoiseSource(seed);
  const length = size.channels * size.height * size.width;
  const noise = arithmetic.upload(job.noise ?? mixVariation(source.draw(length), job.variation));
  const stepNoise = [...(job.stepNoise ?? [])];
  // With a mask and full strength, nothing of the picture may show through under the mask.
  const isFresh = strength === 1 && start?.isMasked;
  let begin = performance.now();
  let bytesBefore = arithmetic.bytesRead;
  let previewedAt = begin;
  try {
    const progress = denoise(
      arithmetic,
      denoiser,
      {
        schedule,
        size,
        noise,
        original: isFresh ? undefined : start?.original,
        kept: start?.kept,
        drawNoise: () => arithmetic.upload(stepNoise.shift() ?? source.draw(length)),
      },
      signal,
    );
    for (;;) {
      const next = await progress.next();
      if (next.done) return next.value;
      const { step, of, sampler } = next.value;
      const [ms, bytesRead] = [performance.now() - begin, arithmetic.bytesRead - bytesBefore];
      const isDue =
        job.previewEveryMs !== null &&
        step < of &&
        performance.now() - previewedAt >= job.previewEveryMs;
      const preview =
        isDue && sampler.denoised ? await readPreview(workshop, sampler.denoised, size) : undefined;
      if (preview) previewedAt = performance.now();
      yield { type: 'step-end', image, step, of, ms, bytesRead, ...(preview ? { preview } : {}) };
      [begin, bytesBefore] = [performance.now(), arithmetic.bytesRead];
    }
  } finally {
    arithmetic.dispose(noise);
  }
}

/** In full size where there is a small decoder; else a pixel for each latent. */
async function readPreview(
  { arithmetic, coder, layout }: Workshop,
  denoised: Vector,
  size: LatentSize,
): Promise<PixelImage> {
  const planes = await coder.preview(denoised, size);
  if (planes) return toPixels(planes);
  return previewLatents(await arithmetic.read(denoised), size, layout.latents.toRgb);
}

function mixVariation(noise: Float32Array, variation: PipelineJob['variation']): Float32Array {
  if (!variation) return noise;
  return mixNoise(noise, createNoiseSource(variation.seed).draw(noise.length), variation.strength);
}

function sizeOfLatents({ latents }: PipelineLayout, { width, height }: PipelineJob): LatentSize {
  return {
    channels: latents.channels,
    width: width / latents.factor,
    height: height / latents.factor,
  };
}
