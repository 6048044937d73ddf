import { createNoiseSchedule, spaceTimesteps } from './noise-schedule.ts';
import { elementAt, roundHalfEven } from './numbers.ts';
import { addTerms, sigmaOf, termsOfDenoised, termsOfNoise } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/** Song et al. 2020, equation 12, with diffusers' tables. */
export function createDdimSchedule(config: SchedulerConfig, options: ScheduleOptions): Schedule {
  const { alphasCumprod } = createNoiseSchedule(config, { hasFiniteSigmas: false });
  const timesteps = spaceTimesteps(
    config.timestep_spacing ?? 'leading',
    options.numInferenceSteps,
    config,
  ).map(roundHalfEven);
  // The next moment is a fixed stride away, not the next entry of the table: the two differ for
  // some spacings.
  const stride = Math.floor(config.num_train_timesteps / options.numInferenceSteps);
  const end = (config.set_alpha_to_one ?? true) ? 1 : elementAt(alphasCumprod, 0);
  const alphaAt = (timestep: number) => (timestep < 0 ? end : elementAt(alphasCumprod, timestep));
  return {
    timesteps,
    initNoiseSigma: 1,
    prediction: config.prediction_type,
    steps: timesteps
      .map((timestep) =>
        planStep(config, timestep, alphaAt(timestep), alphaAt(timestep - stride), options.eta ?? 0),
      )
      .slice(options.beginIndex ?? 0),
  };
}

function planStep(
  { prediction_type: prediction, clip_sample = true, clip_sample_range }: SchedulerConfig,
  timestep: number,
  alphaBar: number,
  nextAlphaBar: number,
  eta: number,
): ScheduleStep {
  const level = { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
  const variance = ((1 - nextAlphaBar) / (1 - alphaBar)) * (1 - alphaBar / nextAlphaBar);
  const fresh = eta * Math.sqrt(Math.max(0, variance));
  return {
    timestep,
    sigma: sigmaOf(level),
    inputScale: 1,
    denoised: termsOfDenoised(prediction, level),
    ...(clip_sample ? { clip: clip_sample_range } : {}),
    next: addTerms(
      [Math.sqrt(Math.max(0, 1 - nextAlphaBar - fresh ** 2)), termsOfNoise(prediction, level)],
      [1, { denoised: Math.sqrt(nextAlphaBar), noise: fresh }],
    ),
    drawsNoise: eta > 0,
    addNoise: { original: level.alpha, noise: level.sigma },
  };
}
