import { expect, it } from 'vitest';
import { Tensor } from 'onnxruntime-common';
import { createArrayArithmetic } from '../arithmetic/array-arithmetic.ts';
import { createSampler } from '../sampler.ts';
import { createSchedule } from './create-schedule.ts';
import runs from './many-steps.golden.json' with { type: 'json' };
import type { ScheduleStep } from './schedule.ts';
import { schedulerConfigSchema } from '../../models/scheduler-config.ts';

const CLASSES: readonly (readonly [name: string, config: object])[] = [
  ['EulerDiscreteScheduler', {}],
  ['EulerDiscreteScheduler', { use_karras_sigmas: true }],
  ['EulerAncestralDiscreteScheduler', {}],
  ['DDIMScheduler', {}],
  ['DDIMScheduler', { set_alpha_to_one: false }],
  ['DPMSolverMultistepScheduler', {}],
  ['DPMSolverMultistepScheduler', { use_karras_sigmas: true }],
  [
    'DPMSolverMultistepScheduler',
    { solver_type: 'heun', lower_order_final: false, euler_at_final: true },
  ],
  ['DPMSolverMultistepScheduler', { algorithm_type: 'sde-dpmsolver++' }],
  ['DPMSolverMultistepScheduler', { use_flow_sigmas: true, flow_shift: 3 }],
  ['UniPCMultistepScheduler', {}],
  ['UniPCMultistepScheduler', { solver_type: 'bh1' }],
  ['UniPCMultistepScheduler', { use_karras_sigmas: true, lower_order_final: false }],
  ['UniPCMultistepScheduler', { use_flow_sigmas: true, flow_shift: 3 }],
  ['LCMScheduler', { original_inference_steps: 1000 }],
  ['FlowMatchEulerDiscreteScheduler', { shift: 3 }],
  ['FlowMatchEulerDiscreteScheduler', { use_karras_sigmas: true, shift_terminal: 0.02 }],
  ['PNDMScheduler', {}],
];
const SPACINGS = ['linspace', 'leading', 'trailing'] as const;
const PREDICTIONS = ['epsilon', 'v_prediction', 'sample', 'flow_prediction'] as const;
const STEPS = [1, 2, 20, 999, 1000];
const BETAS = { beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012 };

function listFactors({
  denoised,
  corrected,
  next,
  addNoise,
  timestep,
  sigma,
  inputScale,
}: ScheduleStep): number[] {
  return [
    timestep,
    sigma,
    inputScale,
    ...[denoised, corrected ?? {}, next, addNoise].flatMap(
      (terms) => Object.values(terms) as number[],
    ),
  ];
}

function findProblem(config: object, numInferenceSteps: number): string | undefined {
  const parsed = schedulerConfigSchema.parse(config);
  const isFlow = parsed._class_name.startsWith('FlowMatch') || parsed.use_flow_sigmas;
  const schedule = createSchedule(parsed, { numInferenceSteps, eta: parsed.steps_offset });
  const { steps, timesteps, initNoiseSigma } = schedule;
  if (steps.length !== numInferenceSteps) return `${steps.length} steps`;
  if (!Number.isFinite(initNoiseSigma)) return 'the start';
  const most = isFlow ? 1000 : 999;
  if (!timesteps.every((timestep) => timestep >= 0 && timestep <= most))
    return `timesteps from ${timesteps[0]}`;
  const lost = steps.find((step) => !listFactors(step).every(Number.isFinite));
  return lost && `step ${JSON.stringify(lost)}`;
}

const title = 'every factor is a number and every timestep is one of training: %s %o';
it.each(CLASSES)(title, { timeout: 120_000 }, (_class_name, config) => {
  const problems: string[] = [];
  for (const timestep_spacing of SPACINGS)
    for (const prediction_type of PREDICTIONS)
      for (const rescale_betas_zero_snr of [false, true])
        for (const final_sigmas_type of ['zero', 'sigma_min'])
          for (const numInferenceSteps of STEPS) {
            const more = {
              timestep_spacing,
              prediction_type,
              rescale_betas_zero_snr,
              final_sigmas_type,
              steps_offset: 1,
            };
            const problem = findProblem(
              { _class_name, ...BETAS, ...config, ...more },
              numInferenceSteps,
            );
            if (problem)
              problems.push(`${problem}: ${JSON.stringify({ ...more, numInferenceSteps })}`);
          }
  expect(problems.slice(0, 5)).toEqual([]);
});

it('more steps than in training are refused with a reason; few timesteps and odd offsets are not', () => {
  const few = {
    _class_name: 'DDIMScheduler',
    num_train_timesteps: 50,
    timestep_spacing: 'leading',
  };
  expect(() => createSchedule(schedulerConfigSchema.parse(few), { numInferenceSteps: 51 })).toThrow(
    /50 timesteps; 51/,
  );
  for (const steps_offset of [-3, 0, 1, 70])
    expect(findProblem({ ...few, steps_offset }, 50), String(steps_offset)).toBeUndefined();
  expect(findProblem({ _class_name: 'LCMScheduler', num_train_timesteps: 20 }, 20)).toBeUndefined();
});

it('with 1000 leading steps, DDIM visits every timestep of training once', () => {
  const config = {
    _class_name: 'DDIMScheduler',
    ...BETAS,
    timestep_spacing: 'leading',
    steps_offset: 1,
  };
  const { timesteps } = createSchedule(schedulerConfigSchema.parse(config), {
    numInferenceSteps: 1000,
  });
  expect(timesteps).toEqual(Array.from({ length: 1000 }, (_, index) => 999 - index));
});

it('at zero terminal SNR, a first DDIM velocity step takes the whole picture from the network', () => {
  const config = {
    ...BETAS,
    timestep_spacing: 'trailing',
    rescale_betas_zero_snr: true,
    prediction_type: 'v_prediction',
  };
  const parsed = schedulerConfigSchema.parse({ _class_name: 'DDIMScheduler', ...config });
  const [first] = createSchedule(parsed, { numInferenceSteps: 10 }).steps;
  expect(first).toMatchObject({
    timestep: 999,
    denoised: { sample: 0, output: -1 },
    addNoise: { original: 0, noise: 1 },
  });
});

it.each(runs)(
  'arrives where diffusers does: $config._class_name, $steps steps',
  async ({ config, steps, latents }) => {
    const arithmetic = createArrayArithmetic({ Tensor });
    const schedule = createSchedule(schedulerConfigSchema.parse(config), {
      numInferenceSteps: steps,
    });
    const noise = [0.5, -1.25, 2, 0.125].map((value) => value * schedule.initNoiseSigma);
    const sampler = createSampler(arithmetic, arithmetic.upload(Float32Array.from(noise)));
    for (const step of schedule.steps) {
      const input = await arithmetic.read(sampler.sample);
      const output = input.map(
        (value) => 0.5 * Math.tanh(value * step.inputScale) + 0.1 * Math.sin(step.timestep),
      );
      sampler.advance(step, arithmetic.upload(output));
    }
    const size = Math.max(...latents.map(Math.abs));
    const arrived = await arithmetic.read(sampler.sample);
    latents.forEach((value, index) =>
      expect(Math.abs((arrived[index] ?? NaN) - value) / size).toBeLessThan(1e-3),
    );
  },
);
