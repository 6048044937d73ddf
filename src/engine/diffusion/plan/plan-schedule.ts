import type { LatentSize } from '../networks/denoiser.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import { createSchedule } from '../schedulers/create-schedule.ts';
import { linspace } from '../schedulers/numbers.ts';
import type { Schedule, ScheduleOptions } from '../schedulers/schedule.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

export interface SchedulePlan {
  scheduler: SchedulerConfig;
  numInferenceSteps: number;
  /** How much of a given picture is redrawn, above 0 and up to 1; 1 without a picture. */
  strength: number;
  eta: number;
  size: LatentSize;
}

/**
 * The sampler's steps for a request, begun late where a picture is given. Throws `invalid_request`.
 */
export function planSchedule(
  { strength: rule, flowSigmas }: PipelineLayout,
  plan: SchedulePlan,
): Schedule {
  const { scheduler, numInferenceSteps, strength, eta, size } = plan;
  const isTable = rule === 'table' || scheduler._class_name === 'LCMScheduler';
  const options: ScheduleOptions = {
    numInferenceSteps,
    eta,
    ...(isTable ? { strength } : { beginIndex: beginIndexOf(rule, numInferenceSteps, strength) }),
    ...(flowSigmas === 'even'
      ? { sigmas: linspace(1, 1 / numInferenceSteps, numInferenceSteps) }
      : {}),
    ...(scheduler.use_dynamic_shifting ? { mu: shiftOf(scheduler, size) } : {}),
  };
  return createSchedule(scheduler, options);
}

/** The step at which image to image begins: diffusers' pipelines differ in how they round. */
function beginIndexOf(rule: PipelineLayout['strength'], steps: number, strength: number): number {
  if (rule === 'round-up')
    return Math.floor(Math.max(0, steps - Math.min(steps * strength, steps)));
  return steps - Math.min(Math.floor(steps * strength), steps);
}

/** The fewest steps with which at least one is left at this strength. */
export function fewestSteps(rule: PipelineLayout['strength'], strength: number): number {
  return rule === 'truncate' ? Math.ceil(1 / strength - 1e-9) : 1;
}

/** More shift for larger pictures, on a line (diffusers' `calculate_shift`). */
function shiftOf(config: SchedulerConfig, { width, height }: LatentSize): number {
  const { base_shift, max_shift, base_image_seq_len: least, max_image_seq_len: most } = config;
  const tokens = (width / 2) * (height / 2);
  return base_shift + ((tokens - least) * (max_shift - base_shift)) / (most - least);
}
