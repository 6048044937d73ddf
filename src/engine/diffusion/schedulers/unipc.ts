import { createMultistepSchedule, isStill, logSnr, spaceFlowOfUnipc } from './multistep.ts';
import { elementAt } from './numbers.ts';
import { sigmaOf, termsOfDenoised, type NoiseLevel } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep, StepTerms } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/**
 * UniPC (Zhao et al. 2023) of second order on estimates of the clean latents, variant `bh2` (`bh1`
 * if the configuration says so). Each step first corrects where the step before arrived, now that
 * the network has been asked there, and then predicts the next place.
 */
export function createUnipcSchedule(config: SchedulerConfig, options: ScheduleOptions): Schedule {
  return createMultistepSchedule(config, options, spaceFlowOfUnipc, planStep);
}

function planStep(
  config: SchedulerConfig,
  timestep: number,
  levels: readonly NoiseLevel[],
  index: number,
  begin: number,
): ScheduleStep {
  const level = elementAt(levels, index);
  const isBh1 = config.solver_type === 'bh1';
  const corrected =
    index > begin && !isStill(levels, index - 1)
      ? correct(levels, index, orderAt(config, levels, index - 1, begin), isBh1)
      : undefined;
  return {
    timestep,
    sigma: sigmaOf(level),
    inputScale: 1,
    denoised: termsOfDenoised(config.prediction_type, level),
    ...(corrected ? { corrected } : {}),
    next: predict(levels, index, orderAt(config, levels, index, begin), isBh1),
    drawsNoise: false,
    addNoise: { original: level.alpha, noise: level.sigma },
  };
}

function orderAt(
  { solver_order, lower_order_final = true }: SchedulerConfig,
  levels: readonly NoiseLevel[],
  index: number,
  begin: number,
): 1 | 2 {
  const count = levels.length - 1;
  const possible = Math.min(solver_order, index - begin + 1, lower_order_final ? count - index : 2);
  // The last way, down to no noise at all, is infinitely long in the paper's measure.
  const hasSlope = () =>
    !isStill(levels, index - 1) &&
    !isStill(levels, index) &&
    elementAt(levels, index + 1).sigma > 0;
  return possible >= 2 && hasSlope() ? 2 : 1;
}

/** Quantities of the paper for the way from level `index` to the next one. */
function measure(levels: readonly NoiseLevel[], index: number, isBh1: boolean) {
  const [from, to] = [elementAt(levels, index), elementAt(levels, index + 1)];
  const hh = logSnr(from) - logSnr(to);
  const phi1 = Math.expm1(hh);
  return { from, to, hh, phi1, weight: to.alpha * (isBh1 ? hh : phi1) };
}

/** Where the estimate before the last lies, in units of the way. */
function placeOfEarlier(levels: readonly NoiseLevel[], index: number, hh: number): number {
  return (logSnr(elementAt(levels, index - 1)) - logSnr(elementAt(levels, index))) / -hh;
}

function predict(
  levels: readonly NoiseLevel[],
  index: number,
  order: 1 | 2,
  isBh1: boolean,
): StepTerms {
  const { from, to, hh, phi1, weight } = measure(levels, index, isBh1);
  const base = { sample: to.sigma / from.sigma, denoised: -to.alpha * phi1 };
  if (order === 1) return base;
  const slope = (weight * 0.5) / placeOfEarlier(levels, index, hh);
  return { ...base, denoised: base.denoised + slope, previous: -slope };
}

/**
 * Goes the last way again, from `lastSample`, with the estimate at its end (`denoised`), at its
 * start (`previous`) and before (`earlier`).
 */
function correct(
  levels: readonly NoiseLevel[],
  index: number,
  order: 1 | 2,
  isBh1: boolean,
): StepTerms {
  const { from, to, hh, phi1, weight } = measure(levels, index - 1, isBh1);
  const base = { lastSample: to.sigma / from.sigma, previous: -to.alpha * phi1 };
  if (order === 1)
    return { ...base, previous: base.previous + 0.5 * weight, denoised: -0.5 * weight };
  const place = placeOfEarlier(levels, index - 1, hh);
  const [rhoEarlier, rhoNow] = solveCorrector(place, hh, phi1, weight / to.alpha);
  const toEarlier = (weight * rhoEarlier) / place;
  const toNow = weight * rhoNow;
  return {
    ...base,
    previous: base.previous + toEarlier + toNow,
    earlier: -toEarlier,
    denoised: -toNow,
  };
}

/** Solves [[1, 1], [place, 1]] rho = b, the conditions of second order. */
function solveCorrector(
  place: number,
  hh: number,
  phi1: number,
  bh: number,
): readonly [number, number] {
  const phi2 = phi1 / hh - 1;
  const phi3 = phi2 / hh - 0.5;
  const [first, second] = [phi2 / bh, (2 * phi3) / bh];
  const rhoEarlier = (second - first) / (place - 1);
  return [rhoEarlier, first - rhoEarlier];
}
