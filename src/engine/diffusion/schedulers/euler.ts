import {
  createNoiseSchedule,
  sigmaAt,
  spaceKarras,
  spaceTimesteps,
  timestepOfSigma,
} from './noise-schedule.ts';
import { elementAt } from './numbers.ts';
import { addTerms, fromSigma, termsOfDenoised, termsOfNoise } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep, StepTerms } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/**
 * Euler's method and its ancestral variant over noise levels (Karras et al. 2022, algorithm 2,
 * without churn), as diffusers has them.
 */
export function createEulerSchedule(
  config: SchedulerConfig,
  options: ScheduleOptions,
  isAncestral = false,
): Schedule {
  const { timesteps, sigmas } = spaceEuler(config, options.numInferenceSteps);
  const largest = Math.max(...sigmas);
  const spacing = config.timestep_spacing ?? 'linspace';
  return {
    timesteps,
    initNoiseSigma: spacing === 'leading' ? Math.sqrt(largest ** 2 + 1) : largest,
    prediction: config.prediction_type,
    steps: timesteps
      .map((_, index) => planStep(config, timesteps, sigmas, index, isAncestral))
      .slice(options.beginIndex ?? 0),
  };
}

/** Timesteps, with fractions, and one noise level more than there are timesteps. */
function spaceEuler(config: SchedulerConfig, count: number) {
  const noise = createNoiseSchedule(config);
  const spaced = spaceTimesteps(config.timestep_spacing ?? 'linspace', count, config);
  const levels = spaced.map((timestep) => sigmaAt(noise, timestep));
  const end = config.final_sigmas_type === 'sigma_min' ? elementAt(noise.sigmas, 0) : 0;
  if (!config.use_karras_sigmas) return { timesteps: spaced, sigmas: [...levels, end] };
  const karras = spaceKarras(elementAt(levels, 0), elementAt(levels, -1), count);
  return {
    timesteps: karras.map((sigma) => timestepOfSigma(sigma, noise.sigmas)),
    sigmas: [...karras, end],
  };
}

function planStep(
  { prediction_type: prediction }: SchedulerConfig,
  timesteps: readonly number[],
  sigmas: readonly number[],
  index: number,
  isAncestral: boolean,
): ScheduleStep {
  const sigma = elementAt(sigmas, index);
  const level = fromSigma(sigma);
  const { down, up } = splitAncestral(sigma, elementAt(sigmas, index + 1), isAncestral);
  const direction = unscale(termsOfNoise(prediction, level), level.alpha);
  return {
    timestep: elementAt(timesteps, index),
    sigma,
    inputScale: level.alpha,
    denoised: unscale(termsOfDenoised(prediction, level), level.alpha),
    next: addTerms([1, { sample: 1, noise: up }], [down - sigma, direction]),
    drawsNoise: isAncestral,
    addNoise: { original: 1, noise: sigma },
  };
}

/** The formulas speak of latents of unit variance; here they are larger by 1 / `inputScale`. */
function unscale(terms: StepTerms, inputScale: number): StepTerms {
  return { ...terms, sample: (terms.sample ?? 0) * inputScale };
}

/** How far down to step, and how much noise to put back, so that the level is right afterwards. */
function splitAncestral(
  from: number,
  to: number,
  isAncestral: boolean,
): { down: number; up: number } {
  if (!isAncestral) return { down: to, up: 0 };
  const up = Math.sqrt((to ** 2 * Math.max(0, from ** 2 - to ** 2)) / from ** 2);
  return { down: Math.sqrt(Math.max(0, to ** 2 - up ** 2)), up };
}
