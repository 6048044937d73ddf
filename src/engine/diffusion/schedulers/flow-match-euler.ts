import { spaceKarras } from './noise-schedule.ts';
import { elementAt, linspace } from './numbers.ts';
import { fromFlowSigma, termsOfDenoised } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/**
 * Euler's method along rectified flow (Esser et al. 2024), as diffusers'
 * FlowMatchEulerDiscreteScheduler.
 */
export function createFlowMatchSchedule(
  config: SchedulerConfig,
  options: ScheduleOptions,
): Schedule {
  const sigmas = spaceFlowSigmas(config, options);
  const timesteps = sigmas.map((sigma) => sigma * config.num_train_timesteps);
  return {
    timesteps,
    initNoiseSigma: 1,
    prediction: 'flow_prediction',
    steps: timesteps
      .map((timestep, index) =>
        planStep(timestep, elementAt(sigmas, index), sigmas[index + 1] ?? 0),
      )
      .slice(options.beginIndex ?? 0),
  };
}

function planStep(timestep: number, sigma: number, nextSigma: number): ScheduleStep {
  const level = fromFlowSigma(sigma);
  return {
    timestep,
    sigma,
    inputScale: 1,
    denoised: termsOfDenoised('flow_prediction', level),
    next: { sample: 1, output: nextSigma - sigma },
    drawsNoise: false,
    addNoise: { original: level.alpha, noise: level.sigma },
  };
}

function spaceFlowSigmas(
  config: SchedulerConfig,
  { sigmas, numInferenceSteps, mu = 0 }: ScheduleOptions,
): number[] {
  const shift = config.use_dynamic_shifting
    ? (sigma: number) => shiftByMu(sigma, mu, config.time_shift_type)
    : (sigma: number) => shiftBy(sigma, config.shift);
  const shifted = (sigmas ?? ownTable(config, numInferenceSteps)).map(shift);
  const stretched = config.shift_terminal ? stretchToEnd(shifted, config.shift_terminal) : shifted;
  if (!config.use_karras_sigmas) return stretched;
  const spaced = spaceKarras(elementAt(stretched, 0), elementAt(stretched, -1), stretched.length);
  return spaced.map((sigma) => Math.min(1, sigma));
}

/**
 * The scheduler's own table is shifted when it is made and again when it is used: diffusers does
 * so, and its pictures depend on it.
 */
function ownTable(
  { num_train_timesteps: trained, shift, use_dynamic_shifting }: SchedulerConfig,
  count: number,
): number[] {
  const smallest = 1 / trained;
  return linspace(1, use_dynamic_shifting ? smallest : shiftBy(smallest, shift), count);
}

function shiftBy(sigma: number, shift: number): number {
  return (shift * sigma) / (1 + (shift - 1) * sigma);
}

function shiftByMu(sigma: number, mu: number, type: SchedulerConfig['time_shift_type']): number {
  const weight = type === 'linear' ? mu : Math.exp(mu);
  return weight / (weight + (1 / sigma - 1));
}

/** Stretches the levels so that the last one is `end`. */
function stretchToEnd(sigmas: readonly number[], end: number): number[] {
  const scale = (1 - elementAt(sigmas, -1)) / (1 - end);
  // A single step begins at the start and has nothing to be stretched.
  if (scale === 0) return [...sigmas];
  return sigmas.map((sigma) => 1 - (1 - sigma) / scale);
}
