/**
 * Runs one of diffusers' golden cases (shared/models/reference) through the pipeline, on whatever
 * platform the test runs.
 */
import { expect } from 'vitest';
import { parseNpy } from '../../../e2e/fixtures/npy.ts';
import type { Ort } from '../host.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { decodePng } from '../images/png.ts';
import { opacityOfMask } from '../images/mask.ts';
import { compositePixels, type MaskImage } from '../images/pixel-image.ts';
import type { Arithmetic } from './arithmetic/arithmetic.ts';
import { describePipeline } from './layout/describe-pipeline.ts';
import type { DiffusionPipeline, PipelineEvent, PipelineJob } from './diffusion-pipeline.ts';
import { loadPipeline, type PipelineOptions } from './load-pipeline.ts';
import type { ModelFiles } from '../models/model-files.ts';
import { toPixels, toPlanes } from './arithmetic/planes.ts';
import { schedulerConfigSchema } from '../models/scheduler-config.ts';

/** Where the reference folder is. */
export interface GoldenFiles {
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  openModel(name: string): Promise<ModelFiles>;
}

export interface GoldenRuntime {
  ort: Ort;
  arithmetic: Arithmetic;
  executionProvider: PipelineOptions['executionProvider'];
  files: GoldenFiles;
}

interface GoldenCase {
  pipeline: string;
  prompt: string;
  negative_prompt: string | null;
  steps: number;
  guidance: number;
  width: number;
  height: number;
  strength?: number;
  clip_skip?: number;
  scheduler: object;
  init_image: string | null;
  mask_image: string | null;
}

/**
 * Largest differences. `embeddings` absolute, `latents` relative to their size, `picture` of an
 * 8-bit channel.
 */
export interface Tolerances {
  embeddings: number;
  latents: number;
  picture: number;
}

/** The tolerances in the goldens' README. */
export const STRICT: Tolerances = { embeddings: 1e-4, latents: 1e-3, picture: 1 };
/** A GPU adds in another order, and some of its functions are coarser. */
export const ON_GPU: Tolerances = { embeddings: 1e-3, latents: 1e-2, picture: 2 };

export async function loadGoldenPipeline(
  { ort, arithmetic, executionProvider, files }: GoldenRuntime,
  name: string,
  options: Partial<PipelineOptions> = {},
): Promise<DiffusionPipeline> {
  const model = await files.openModel(name);
  const { layout } = await describePipeline(model);
  return loadPipeline(ort, model, layout, { executionProvider, arithmetic, ...options });
}

/** Checks embeddings, latents and picture of a case. */
export async function checkGoldenCase(
  runtime: GoldenRuntime,
  pipeline: DiffusionPipeline,
  path: string,
  tolerances = STRICT,
): Promise<void> {
  const golden = await readCase(runtime.files, path);
  const { job, picture, mask } = await toJob(runtime.files, path, golden);
  await checkEmbeddings(runtime, pipeline, path, golden, tolerances.embeddings);
  const event = await runJob(pipeline, job);
  const latents = await readNpy(runtime.files, `${path}/latents.npy`);
  expect(
    worstDifference(event.latents ?? [], latents) / Math.max(1, rms(latents)),
    'latents',
  ).toBeLessThan(tolerances.latents);
  const image = toPixels(event.planes);
  const expected = await decodePng(await runtime.files.read(`${path}/image.png`));
  expect(worstDifference(image.data, expected.data), 'picture').toBeLessThanOrEqual(
    tolerances.picture,
  );
  if (!picture || !mask) return;
  const composite = await decodePng(await runtime.files.read(`${path}/composite.png`));
  expect(
    worstDifference(compositePixels(picture, image, opacityOfMask(mask)).data, composite.data),
    'composite',
  ).toBeLessThanOrEqual(tolerances.picture);
}

async function runJob(
  pipeline: DiffusionPipeline,
  job: PipelineJob,
): Promise<PipelineEvent & { type: 'picture-end' }> {
  let last: PipelineEvent | undefined;
  for await (const event of pipeline.run(job, new AbortController().signal)) last = event;
  if (last?.type !== 'picture-end') throw new Error('no picture');
  return last;
}

async function toJob(files: GoldenFiles, path: string, golden: GoldenCase) {
  const picture = golden.init_image ? await readPicture(files, path, golden.init_image) : undefined;
  const mask = golden.mask_image
    ? toMask(await readPicture(files, path, golden.mask_image))
    : undefined;
  const stepNoise = await readStepNoise(files, path);
  const job: PipelineJob = {
    prompt: golden.prompt,
    negativePrompt: golden.negative_prompt ?? undefined,
    width: golden.width,
    height: golden.height,
    numInferenceSteps: golden.steps,
    guidanceScale: golden.guidance,
    scheduler: schedulerConfigSchema.parse(golden.scheduler),
    eta: 0,
    clipSkip: golden.clip_skip ?? 0,
    seeds: [0],
    noise: await readNpy(files, `${path}/noise.npy`),
    previewEveryMs: null,
    keepsLatents: true,
    ...(picture
      ? { start: { planes: toPlanes(picture), strength: golden.strength ?? 1, mask } }
      : {}),
    ...(stepNoise ? { stepNoise } : {}),
  };
  return { job, picture, mask };
}

async function checkEmbeddings(
  { arithmetic, files }: GoldenRuntime,
  { prompts }: DiffusionPipeline,
  path: string,
  { pipeline, prompt, clip_skip = 0 }: GoldenCase,
  tolerance: number,
): Promise<void> {
  const isFlow = pipeline === 'tiny-flow';
  const encoded = await prompts.encode(prompt, 1, clip_skip);
  const expected = await readNpy(
    files,
    `${path}/${isFlow ? 'prompt_embeds' : 'encoder_hidden_states'}.npy`,
  );
  const { rows, width, encoders } = encoded;
  // With guidance the file holds [negative, positive].
  const positive = expected.slice(expected.length - rows * width);
  let column = 0;
  for (const [chunk] of encoders) {
    if (!chunk) continue;
    const states = await arithmetic.read(chunk.states);
    const own = positive.filter(
      (_, index) => index % width >= column && index % width < column + chunk.width,
    );
    expect(worstDifference(states, own), 'embeddings').toBeLessThan(tolerance);
    column += chunk.width;
  }
}

async function readCase(files: GoldenFiles, path: string): Promise<GoldenCase> {
  return JSON.parse(new TextDecoder().decode(await files.read(`${path}/case.json`))) as GoldenCase;
}

async function readPicture(
  files: GoldenFiles,
  path: string,
  relative: string,
): Promise<PixelImage> {
  const url = new URL(`${path}/${relative}`, 'file:///');
  return decodePng(await files.read(url.pathname.slice(1)));
}

function toMask({ width, height, data }: PixelImage): MaskImage {
  return {
    width,
    height,
    data: Uint8ClampedArray.from({ length: width * height }, (_, pixel) => data[pixel * 4] ?? 0),
  };
}

async function readStepNoise(
  files: GoldenFiles,
  path: string,
): Promise<Float32Array[] | undefined> {
  const bytes = await files.read(`${path}/step_noise.npy`).catch(() => undefined);
  if (!bytes) return undefined;
  const { dims, values } = parseNpy(bytes);
  const length = values.length / (dims[0] ?? 1);
  return Array.from({ length: dims[0] ?? 0 }, (_, index) =>
    values.slice(index * length, (index + 1) * length),
  );
}

async function readNpy(files: GoldenFiles, path: string): Promise<Float32Array> {
  return parseNpy(await files.read(path)).values;
}

function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let index = 0; index < expected.length; index++)
    worst = Math.max(worst, Math.abs((actual[index] ?? NaN) - (expected[index] ?? NaN)));
  return worst;
}

function rms(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
