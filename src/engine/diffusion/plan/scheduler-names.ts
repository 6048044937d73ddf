import { EngineError } from '../../errors.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import { schedulerConfigSchema, type SchedulerConfig } from '../../models/scheduler-config.ts';

/** Samplers by the names that users choose from. */
export const SCHEDULER_NAMES = [
  'euler',
  'euler-ancestral',
  'ddim',
  'dpmpp-2m',
  'dpmpp-2m-karras',
  'dpmpp-2m-sde',
  'dpmpp-2m-sde-karras',
  'unipc',
  'lcm',
  'flow-euler',
] as const;
export type SchedulerName = (typeof SCHEDULER_NAMES)[number];

interface SchedulerEntry {
  /** Its name in AUTOMATIC1111 and most other programs. */
  title: string;
  /** What this sampler changes in a model's configuration. */
  config: Partial<SchedulerConfig>;
  /** Also, or only, for rectified-flow models. */
  flow: 'no' | 'also' | 'only';
}

const DPM = { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'dpmsolver++' };
const SDE = { ...DPM, algorithm_type: 'sde-dpmsolver++' };

export const SCHEDULERS: Readonly<Record<SchedulerName, SchedulerEntry>> = {
  euler: {
    title: 'Euler',
    flow: 'no',
    config: { _class_name: 'EulerDiscreteScheduler', use_karras_sigmas: false },
  },
  'euler-ancestral': {
    title: 'Euler a',
    flow: 'no',
    config: { _class_name: 'EulerAncestralDiscreteScheduler' },
  },
  ddim: { title: 'DDIM', flow: 'no', config: { _class_name: 'DDIMScheduler' } },
  'dpmpp-2m': { title: 'DPM++ 2M', flow: 'also', config: { ...DPM, use_karras_sigmas: false } },
  'dpmpp-2m-karras': {
    title: 'DPM++ 2M Karras',
    flow: 'no',
    config: { ...DPM, use_karras_sigmas: true },
  },
  'dpmpp-2m-sde': {
    title: 'DPM++ 2M SDE',
    flow: 'also',
    config: { ...SDE, use_karras_sigmas: false },
  },
  'dpmpp-2m-sde-karras': {
    title: 'DPM++ 2M SDE Karras',
    flow: 'no',
    config: { ...SDE, use_karras_sigmas: true },
  },
  unipc: {
    title: 'UniPC',
    flow: 'also',
    config: {
      _class_name: 'UniPCMultistepScheduler',
      solver_type: 'bh2',
      use_karras_sigmas: false,
    },
  },
  lcm: { title: 'LCM', flow: 'no', config: { _class_name: 'LCMScheduler' } },
  'flow-euler': {
    title: 'Flow Euler',
    flow: 'only',
    config: { _class_name: 'FlowMatchEulerDiscreteScheduler' },
  },
};

/** The samplers that suit a model, its own first. */
export function listSchedulers({
  scheduler,
  denoiser,
}: Pick<PipelineLayout, 'scheduler' | 'denoiser'>): SchedulerName[] {
  const own = nameOfScheduler(scheduler);
  if (denoiser.guidance === 'embedded') return [own];
  const isFlow = isFlowModel(scheduler);
  const fits = (name: SchedulerName) =>
    isFlow ? SCHEDULERS[name].flow !== 'no' : SCHEDULERS[name].flow !== 'only';
  return [own, ...SCHEDULER_NAMES.filter((name) => name !== own && name !== 'lcm' && fits(name))];
}

/**
 * The configuration to sample with: the model's own, or changed to another sampler over the same
 * noise. Throws `invalid_request` for a sampler that cannot run this model.
 */
export function resolveScheduler(
  { scheduler }: Pick<PipelineLayout, 'scheduler'>,
  name?: SchedulerName,
): SchedulerConfig {
  if (name === undefined || name === nameOfScheduler(scheduler)) return scheduler;
  const isFlow = isFlowModel(scheduler);
  const { config, flow, title } = SCHEDULERS[name];
  if (isFlow ? flow === 'no' : flow === 'only')
    throw new EngineError(
      'invalid_request',
      `${title} cannot run this model, which was trained differently.`,
      {
        details: { scheduler: name },
      },
    );
  const flowConfig = {
    use_flow_sigmas: true,
    flow_shift: scheduler.shift,
    prediction_type: 'flow_prediction',
  } as const;
  return schedulerConfigSchema.parse({
    ...scheduler,
    ...config,
    ...(isFlow && flow === 'also' ? flowConfig : {}),
  });
}

/** Parses diffusers' form of a configuration. Throws `invalid_request`. */
export function parseSchedulerConfig(json: unknown): SchedulerConfig {
  const parsed = schedulerConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'invalid_request',
    `The scheduler configuration is not valid: ${parsed.error.issues[0]?.message ?? ''}`,
  );
}

function isFlowModel({ _class_name, prediction_type }: SchedulerConfig): boolean {
  return _class_name.startsWith('FlowMatch') || prediction_type === 'flow_prediction';
}

/** The name of a configuration; an unknown one is run as DPM++ 2M (create-schedule.ts). */
export function nameOfScheduler(config: SchedulerConfig): SchedulerName {
  const { _class_name, use_karras_sigmas: isKarras, algorithm_type } = config;
  switch (_class_name) {
    case 'EulerDiscreteScheduler':
      return 'euler';
    case 'EulerAncestralDiscreteScheduler':
      return 'euler-ancestral';
    case 'DDIMScheduler':
      return 'ddim';
    case 'UniPCMultistepScheduler':
      return 'unipc';
    case 'LCMScheduler':
      return 'lcm';
    case 'FlowMatchEulerDiscreteScheduler':
      return 'flow-euler';
    default:
      if (algorithm_type.startsWith('sde'))
        return isKarras ? 'dpmpp-2m-sde-karras' : 'dpmpp-2m-sde';
      return isKarras ? 'dpmpp-2m-karras' : 'dpmpp-2m';
  }
}
