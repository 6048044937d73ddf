import { createMultistepSchedule, isStill, logSnr, spaceFlowOfDpm } from './multistep.ts';
import { elementAt } from './numbers.ts';
import { sigmaOf, termsOfDenoised, type NoiseLevel } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep, StepTerms } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/**
 * Below this many steps the last one is first order, which is steadier (diffusers'
 * `lower_order_final`).
 */
const FEW_STEPS = 15;

/**
 * DPM-Solver++ (Lu et al. 2022), multistep, of second order at most; `sde-dpmsolver++` is its
 * stochastic form. A `solver_order` of 3 is done in second order, which diffusers itself recommends
 * with guidance.
 */
export function createDpmSolverSchedule(
  config: SchedulerConfig,
  options: ScheduleOptions,
): Schedule {
  return createMultistepSchedule(config, options, spaceFlowOfDpm, planStep);
}

function planStep(
  config: SchedulerConfig,
  timestep: number,
  levels: readonly NoiseLevel[],
  index: number,
  begin: number,
): ScheduleStep {
  const level = elementAt(levels, index);
  const isStochastic = config.algorithm_type.startsWith('sde');
  const isFirstOrder =
    index === begin ||
    config.solver_order === 1 ||
    endsInFirstOrder(config, index, levels.length - 1) ||
    isStill(levels, index - 1) ||
    isStill(levels, index);
  const earlier = isFirstOrder ? undefined : elementAt(levels, index - 1);
  return {
    timestep,
    sigma: sigmaOf(level),
    inputScale: 1,
    denoised: termsOfDenoised(config.prediction_type, level),
    next: update(
      level,
      elementAt(levels, index + 1),
      earlier,
      isStochastic,
      config.solver_type === 'heun',
    ),
    drawsNoise: isStochastic,
    addNoise: { original: level.alpha, noise: level.sigma },
  };
}

function endsInFirstOrder(config: SchedulerConfig, index: number, count: number): boolean {
  const { euler_at_final = false, lower_order_final = true, final_sigmas_type } = config;
  const isSteadied = euler_at_final || (lower_order_final && count < FEW_STEPS);
  return index === count - 1 && (isSteadied || final_sigmas_type !== 'sigma_min');
}

/** From one level to the next, with the estimate of the level before where there is one. */
function update(
  from: NoiseLevel,
  to: NoiseLevel,
  earlier: NoiseLevel | undefined,
  isStochastic: boolean,
  isHeun: boolean,
): StepTerms {
  const h = logSnr(to) - logSnr(from);
  const decay = Math.exp(isStochastic ? -2 * h : -h);
  const gain = to.alpha * (1 - decay);
  const slope = earlier
    ? slopeGain(isHeun, to.alpha, gain, decay, isStochastic ? 2 * h : h) *
      (h / (logSnr(from) - logSnr(earlier)))
    : 0;
  return {
    sample: (to.sigma / from.sigma) * (isStochastic ? Math.exp(-h) : 1),
    denoised: gain + slope,
    ...(earlier ? { previous: -slope } : {}),
    ...(isStochastic ? { noise: to.sigma * Math.sqrt(1 - decay) } : {}),
  };
}

/** The weight of the difference of the last two estimates. */
function slopeGain(isHeun: boolean, alpha: number, gain: number, decay: number, h: number): number {
  return isHeun ? alpha * ((decay - 1) / h + 1) : 0.5 * gain;
}
