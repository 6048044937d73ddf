import { EngineError } from '../../errors.ts';
import type { ImageManifest } from '../../models/manifest.ts';
import type { Correction, ImageRequest } from '../diffusion-engine.ts';
import { MAX_SEED } from '../arithmetic/noise.ts';
import { planPicture, type PlannedPicture } from './plan-picture.ts';
import { fewestSteps } from './plan-schedule.ts';
import { parseSchedulerConfig, resolveScheduler } from './scheduler-names.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/** A request with every default filled in and every value checked. */
export interface PlannedRequest {
  scheduler: SchedulerConfig;
  numInferenceSteps: number;
  guidanceScale: number;
  seeds: readonly number[];
  strength: number;
  picture: PlannedPicture;
  corrections: readonly Correction[];
}

const MAX_PROMPT_LENGTH = 10_000;
const MAX_STEPS = 1000;
const MAX_PICTURES = 64;

/**
 * Throws `invalid_request` for impossible values, `not_supported` for what this model cannot do.
 */
export function planRequest(
  { pipeline, defaults, capabilities, title }: ImageManifest,
  request: ImageRequest,
): PlannedRequest {
  checkRequest(request);
  checkTask(request, capabilities, title);
  const picture = planPicture(pipeline, request);
  const strength = request.image ? (request.strength ?? (picture.mask ? 1 : 0.6)) : 1;
  const asked = request.numInferenceSteps ?? defaults.numInferenceSteps;
  const numInferenceSteps = Math.max(asked, fewestSteps(pipeline.strength, strength));
  checkNoise(request, pipeline.latents, picture);
  const seed = request.seed ?? Math.floor(Math.random() * 2 ** 32);
  return {
    scheduler:
      request.schedulerConfig === undefined
        ? resolveScheduler(pipeline, request.scheduler)
        : parseSchedulerConfig(request.schedulerConfig),
    numInferenceSteps,
    guidanceScale: request.guidanceScale ?? defaults.guidanceScale,
    seeds: Array.from({ length: request.n ?? 1 }, (_, index) => seed + index),
    strength,
    picture,
    corrections: [
      ...picture.corrections,
      ...(numInferenceSteps === asked ? [] : [describeSteps(asked, numInferenceSteps, strength)]),
    ],
  };
}

/** Checks that need no model. Throws `invalid_request`. */
export function checkRequest(request: ImageRequest): void {
  checkNumbers(request);
  checkText(request.prompt, 'prompt');
  checkText(request.negativePrompt ?? '', 'negative prompt');
}

function checkNumbers(request: ImageRequest): void {
  checkRange(request.numInferenceSteps, 'Steps', 1, MAX_STEPS, true);
  checkRange(request.guidanceScale, 'Guidance', 0, 50);
  checkRange(request.seed, 'The seed', 0, MAX_SEED - MAX_PICTURES, true);
  checkRange(request.n, 'The number of pictures', 1, MAX_PICTURES, true);
  checkRange(request.eta, 'Eta', 0, 1);
  checkRange(request.clipSkip, 'CLIP skip', 0, 11, true);
  checkRange(request.strength, 'Strength', 0.01, 1);
  checkRange(request.variation?.strength, "The variation's strength", 0, 1);
  checkRange(request.variation?.seed, "The variation's seed", 0, MAX_SEED, true);
  checkRange(request.maskFeather, 'The feather', 0, 512);
}

function checkRange(
  value: number | undefined,
  name: string,
  least: number,
  most: number,
  isWhole = false,
): void {
  if (value === undefined) return;
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return;
  throw new EngineError(
    'invalid_request',
    `${name} must be ${isWhole ? 'a whole number ' : ''}from ${least} to ${most}, not ${value}.`,
    { details: { value, least, most } },
  );
}

function checkText(text: string, name: string): void {
  if (text.length <= MAX_PROMPT_LENGTH) return;
  throw new EngineError(
    'invalid_request',
    `The ${name} has ${text.length} characters; the limit is ${MAX_PROMPT_LENGTH}. Shorten it.`,
    { details: { length: text.length, most: MAX_PROMPT_LENGTH } },
  );
}

function checkTask(
  request: ImageRequest,
  capabilities: ImageManifest['capabilities'],
  title: string,
): void {
  const { image, mask, outpaint } = request;
  const reject = (code: 'invalid_request' | 'not_supported', message: string) => {
    throw new EngineError(code, message);
  };
  if (!image && (mask || outpaint)) reject('invalid_request', 'A mask or margin needs a picture.');
  if (image && !capabilities.imageToImage && !capabilities.inpaint)
    reject('not_supported', `${title} cannot start from a picture: it has no VAE encoder.`);
  if ((mask || outpaint) && !capabilities.inpaint)
    reject('not_supported', `${title} cannot redraw a masked area.`);
  if (image && !mask && !outpaint && !capabilities.imageToImage)
    reject('not_supported', `${title} was trained to fill a masked area: it needs a mask.`);
  if (!image && !capabilities.textToImage)
    reject(
      'not_supported',
      `${title} was trained to fill a masked area: it needs a picture and a mask.`,
    );
}

function checkNoise(
  { noise, stepNoise = [] }: ImageRequest,
  { channels, factor }: ImageManifest['pipeline']['latents'],
  { frame }: PlannedPicture,
): void {
  const length = (channels * frame.width * frame.height) / factor ** 2;
  const wrong = [...(noise ? [noise] : []), ...stepNoise].find(
    (values) => values.length !== length,
  );
  if (wrong)
    throw new EngineError(
      'invalid_request',
      `The noise has ${wrong.length} numbers; a picture of ${frame.width} × ${frame.height} takes ${length}.`,
    );
}

function describeSteps(asked: number, used: number, strength: number): Correction {
  return {
    field: 'numInferenceSteps',
    asked: String(asked),
    used: String(used),
    reason: `at a strength of ${strength} fewer steps would draw nothing`,
  };
}
