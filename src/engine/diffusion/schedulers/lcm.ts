import { EngineError } from '../../errors.ts';
import { createNoiseSchedule } from './noise-schedule.ts';
import { elementAt } from './numbers.ts';
import { addTerms, sigmaOf, termsOfDenoised } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/**
 * Latent consistency models (Luo et al. 2023): each call jumps to a clean picture, then noise takes
 * it back to the next moment.
 */
export function createLcmSchedule(config: SchedulerConfig, options: ScheduleOptions): Schedule {
  const { alphasCumprod } = createNoiseSchedule(config, { hasFiniteSigmas: false });
  const timesteps = spaceLcm(config, options);
  const end = (config.set_alpha_to_one ?? true) ? 1 : elementAt(alphasCumprod, 0);
  const alphaAt = (timestep: number | undefined) =>
    timestep === undefined ? end : elementAt(alphasCumprod, timestep);
  return {
    timesteps,
    initNoiseSigma: 1,
    prediction: config.prediction_type,
    steps: timesteps
      .map((timestep, index) =>
        planStep(config, timestep, alphaAt(timestep), timesteps[index + 1], alphaAt),
      )
      .slice(options.beginIndex ?? 0),
  };
}

/** Takes its timesteps from the table of the model's own training, evenly by index. */
function spaceLcm(
  config: SchedulerConfig,
  { numInferenceSteps, strength = 1 }: ScheduleOptions,
): number[] {
  const { num_train_timesteps: trained } = config;
  const original = Math.min(config.original_inference_steps, trained);
  const stride = Math.floor(trained / original);
  const table = Array.from(
    { length: Math.floor(original * strength) },
    (_, index) => (index + 1) * stride - 1,
  );
  if (numInferenceSteps > table.length)
    throw new EngineError(
      'invalid_request',
      `At this strength the model's table has ${table.length} steps; ${numInferenceSteps} are too many.`,
      { details: { possible: table.length, asked: numInferenceSteps } },
    );
  table.reverse();
  return Array.from({ length: numInferenceSteps }, (_, index) =>
    elementAt(table, Math.floor((index * table.length) / numInferenceSteps)),
  );
}

/** Standard deviation of the data, as the boundary condition defines it. */
const SIGMA_DATA = 0.5;

function planStep(
  { prediction_type: prediction, timestep_scaling }: SchedulerConfig,
  timestep: number,
  alphaBar: number,
  nextTimestep: number | undefined,
  alphaAt: (timestep: number | undefined) => number,
): ScheduleStep {
  const level = { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
  const scaled = timestep * timestep_scaling;
  const skip = SIGMA_DATA ** 2 / (scaled ** 2 + SIGMA_DATA ** 2);
  const keep = scaled / Math.sqrt(scaled ** 2 + SIGMA_DATA ** 2);
  const isLast = nextTimestep === undefined;
  const nextAlphaBar = alphaAt(nextTimestep);
  return {
    timestep,
    sigma: sigmaOf(level),
    inputScale: 1,
    denoised: addTerms([keep, termsOfDenoised(prediction, level)], [skip, { sample: 1 }]),
    next: isLast
      ? { denoised: 1 }
      : { denoised: Math.sqrt(nextAlphaBar), noise: Math.sqrt(1 - nextAlphaBar) },
    drawsNoise: !isLast,
    addNoise: { original: level.alpha, noise: level.sigma },
  };
}
