import { EngineError } from '../../errors.ts';
import { createDdimSchedule } from './ddim.ts';
import { createDpmSolverSchedule } from './dpm-solver.ts';
import { createEulerSchedule } from './euler.ts';
import { createFlowMatchSchedule } from './flow-match-euler.ts';
import { createLcmSchedule } from './lcm.ts';
import type { Schedule, ScheduleOptions } from './schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';
import { createUnipcSchedule } from './unipc.ts';

type CreateSchedule = (config: SchedulerConfig, options: ScheduleOptions) => Schedule;

/** diffusers' classes. */
const CLASSES: Readonly<Record<string, CreateSchedule>> = {
  EulerDiscreteScheduler: createEulerSchedule,
  EulerAncestralDiscreteScheduler: (config, options) => createEulerSchedule(config, options, true),
  DDIMScheduler: createDdimSchedule,
  DPMSolverMultistepScheduler: createDpmSolverSchedule,
  UniPCMultistepScheduler: createUnipcSchedule,
  LCMScheduler: createLcmSchedule,
  FlowMatchEulerDiscreteScheduler: createFlowMatchSchedule,
};

/**
 * The steps of a sampler. A class that is not known here (PNDM, Heun, LMS …) is replaced by DPM++
 * 2M over the same noise, which every such model runs with. Throws `invalid_request` if the options
 * cannot be had.
 *
 * @example
 * import { parseSchedulerConfig } from '../plan/scheduler-names.ts';
 * const config = parseSchedulerConfig({ _class_name: 'EulerDiscreteScheduler' });
 * const schedule = createSchedule(config, { numInferenceSteps: 4 });
 * schedule.timesteps.length; // → 4
 */
export function createSchedule(config: SchedulerConfig, options: ScheduleOptions): Schedule {
  const create = CLASSES[config._class_name] ?? createDpmSolverSchedule;
  checkSteps(config, options);
  return create(config, options);
}

/**
 * The timesteps of training are whole numbers, and a step goes from one to another. Flow matching
 * has no such table.
 */
function checkSteps(config: SchedulerConfig, { numInferenceSteps: asked }: ScheduleOptions): void {
  const { num_train_timesteps: possible, use_flow_sigmas, _class_name } = config;
  if (asked <= possible || use_flow_sigmas || CLASSES[_class_name] === createFlowMatchSchedule)
    return;
  throw new EngineError(
    'invalid_request',
    `This model was trained on ${possible} timesteps; ${asked} steps are too many.`,
    {
      details: { possible, asked },
    },
  );
}
