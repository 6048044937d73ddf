import {
  createNoiseSchedule,
  sigmaAt,
  spaceKarras,
  spaceTimesteps,
  timestepOfSigma,
} from './noise-schedule.ts';
import { elementAt, linspace, roundHalfEven } from './numbers.ts';
import { fromFlowSigma, fromSigma, type NoiseLevel } from './prediction.ts';
import type { Schedule, ScheduleOptions, ScheduleStep } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/** The moments that a multistep solver visits; one level more than there are timesteps. */
interface SolverTable {
  timesteps: readonly number[];
  levels: readonly NoiseLevel[];
}

/** Plans the step from one level to the next; `begin` is the first one that is made. */
export type PlanStep = (
  config: SchedulerConfig,
  timestep: number,
  levels: readonly NoiseLevel[],
  index: number,
  begin: number,
) => ScheduleStep;

/** The schedule of DPM++ and UniPC, which differ in their flow levels and in how a step is made. */
export function createMultistepSchedule(
  config: SchedulerConfig,
  { numInferenceSteps, beginIndex: begin = 0 }: ScheduleOptions,
  flowSigmas: FlowSigmas,
  planStep: PlanStep,
): Schedule {
  const { timesteps, levels } = createSolverTable(config, numInferenceSteps, flowSigmas);
  return {
    timesteps,
    initNoiseSigma: 1,
    prediction: config.prediction_type,
    steps: timesteps
      .slice(begin)
      .map((timestep, step) => planStep(config, timestep, levels, begin + step, begin)),
  };
}

function createSolverTable(
  config: SchedulerConfig,
  count: number,
  flowSigmas: FlowSigmas,
): SolverTable {
  const { timesteps, sigmas, smallest } = config.use_flow_sigmas
    ? spaceFlow(config, count, flowSigmas)
    : spaceNoise(config, count);
  const levelOf = config.use_flow_sigmas ? fromFlowSigma : fromSigma;
  const end = config.final_sigmas_type === 'sigma_min' ? smallest : 0;
  return { timesteps, levels: [...sigmas, end].map(levelOf) };
}

function spaceNoise(config: SchedulerConfig, count: number) {
  const noise = createNoiseSchedule(config);
  const smallest = elementAt(noise.sigmas, 0);
  if (config.use_karras_sigmas) {
    const sigmas = spaceKarras(elementAt(noise.sigmas, -1), smallest, count);
    const timesteps = sigmas.map((sigma) => roundHalfEven(timestepOfSigma(sigma, noise.sigmas)));
    return { timesteps, sigmas, smallest };
  }
  const spacing = config.timestep_spacing ?? 'linspace';
  const timesteps = spaceTimesteps(spacing, count, config, { dropsLast: true }).map(roundHalfEven);
  return { timesteps, sigmas: timesteps.map((timestep) => sigmaAt(noise, timestep)), smallest };
}

/** Levels of flow matching before the shift, falling. */
export type FlowSigmas = (count: number, trained: number) => number[];

/** DPM++: the alphas, not the sigmas, are spaced evenly. */
export const spaceFlowOfDpm: FlowSigmas = (count, trained) =>
  linspace(1, 1 / trained, count + 1)
    .map((alpha) => 1 - alpha)
    .reverse()
    .slice(0, count);

/** UniPC: the sigmas are. */
export const spaceFlowOfUnipc: FlowSigmas = (count, trained) =>
  linspace(1, 1 / trained, count + 1).slice(0, count);

/** At a level of exactly 1, nothing of the picture is left and its logarithm is infinite. */
const MAX_FLOW_SIGMA = 1 - 1e-6;

function spaceFlow(config: SchedulerConfig, count: number, flowSigmas: FlowSigmas) {
  const { flow_shift, num_train_timesteps: trained } = config;
  const shift = flow_shift ?? 1;
  const shifted = flowSigmas(count, trained).map(
    (sigma) => (shift * sigma) / (1 + (shift - 1) * sigma),
  );
  const sigmas = shifted.map((sigma) => Math.min(sigma, MAX_FLOW_SIGMA));
  return {
    timesteps: sigmas.map((sigma) => Math.floor(sigma * trained)),
    sigmas,
    smallest: elementAt(sigmas, -1),
  };
}

/** Half the logarithm of the signal-to-noise ratio; infinite if there is no noise. */
export function logSnr({ alpha, sigma }: NoiseLevel): number {
  return Math.log(alpha) - Math.log(sigma);
}

/**
 * Whether the way from level `index` to the next one has no length: with as many steps as training
 * had, two rounded timesteps fall together. No slope can be told from such a way, nor be used on
 * it.
 */
export function isStill(levels: readonly NoiseLevel[], index: number): boolean {
  return logSnr(elementAt(levels, index)) === logSnr(elementAt(levels, index + 1));
}
