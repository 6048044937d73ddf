import { Tensor } from 'onnxruntime-common';
import { describe, expect, it } from 'vitest';
import {
  NO_REFERENCE,
  readReferenceJson,
  REFERENCE,
} from '../../../../e2e/fixtures/reference-models.ts';
import { createArrayArithmetic } from '../arithmetic/array-arithmetic.ts';
import { createSampler } from '../sampler.ts';
import { createSchedule } from './create-schedule.ts';
import { linspace } from './numbers.ts';
import { schedulerConfigSchema } from '../../models/scheduler-config.ts';

/** A run of one of diffusers' schedulers against a made-up network. */
interface Run {
  id: string;
  class: string;
  config: object;
  extra: { eta?: number; mu?: number; sigmas?: boolean };
  steps: number;
  strength: number;
  timesteps: number[];
  begin_index: number;
  init_noise_sigma: number | null;
  noise: number[];
  original: number[] | null;
  start: number[];
  first_input: number[];
  step_noise: number[][] | null;
  latents: number[][];
  denoised?: number[][];
}

const runs = REFERENCE ? readReferenceJson<Run[]>('goldens/schedulers.json') : [];
const arithmetic = createArrayArithmetic({ Tensor });

function scheduleOf(run: Run) {
  return createSchedule(schedulerConfigSchema.parse({ _class_name: run.class, ...run.config }), {
    numInferenceSteps: run.steps,
    beginIndex: run.begin_index,
    ...(run.class === 'LCMScheduler' ? { strength: run.strength } : {}),
    ...(run.extra.eta ? { eta: run.extra.eta } : {}),
    ...(run.extra.mu ? { mu: run.extra.mu } : {}),
    ...(run.extra.sigmas ? { sigmas: linspace(1, 1 / run.steps, run.steps) } : {}),
  });
}

/** Largest difference, relative to the size of what is expected. */
function measureError(actual: Float32Array, expected: readonly number[]): number {
  const size = Math.max(
    1,
    Math.sqrt(expected.reduce((sum, value) => sum + value ** 2, 0) / expected.length),
  );
  return (
    Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? NaN)))) / size
  );
}

describe.skipIf(!REFERENCE)(
  `traces of diffusers (${REFERENCE ? runs.length : NO_REFERENCE})`,
  () => {
    it.each(runs)('$id', async (run) => {
      const schedule = scheduleOf(run);
      const tolerance = run.id.includes('zsnr') && run.id.startsWith('euler') ? 1e-3 : 1e-4;
      expect(schedule.timesteps.length).toBe(run.timesteps.length);
      run.timesteps.forEach((timestep, index) =>
        expect(schedule.timesteps[index]).toBeCloseTo(timestep, 2),
      );

      const noise = arithmetic.upload(Float32Array.from(run.noise));
      const [first] = schedule.steps;
      if (!first) throw new Error('no steps');
      const { original, noise: noiseFactor } = first.addNoise;
      const start = run.original
        ? arithmetic.combine(noise.length, [
            { factor: original, vector: arithmetic.upload(Float32Array.from(run.original)) },
            { factor: noiseFactor, vector: noise },
          ])
        : arithmetic.combine(noise.length, [{ factor: schedule.initNoiseSigma, vector: noise }]);
      expect(measureError(await arithmetic.read(start), run.start)).toBeLessThan(tolerance);

      const sampler = createSampler(arithmetic, start);
      let drawn = 0;
      for (const [index, step] of schedule.steps.entries()) {
        const output = (await arithmetic.read(sampler.sample)).map(
          (value) => 0.5 * Math.tanh(value * step.inputScale) + 0.1 * Math.sin(step.timestep),
        );
        const fresh = step.drawsNoise
          ? arithmetic.upload(Float32Array.from(run.step_noise?.[drawn++] ?? []))
          : undefined;
        sampler.advance(step, arithmetic.upload(output), fresh);
        expect(
          measureError(await arithmetic.read(sampler.sample), run.latents[index] ?? []),
        ).toBeLessThan(tolerance);
      }
      expect(drawn).toBe(run.step_noise?.length ?? 0);
      expect(schedule.steps.length).toBe(run.latents.length);
    });
  },
);

it('gives the published noise levels of Stable Diffusion with Euler and 25 steps', () => {
  const config = schedulerConfigSchema.parse({
    _class_name: 'EulerDiscreteScheduler',
    beta_schedule: 'scaled_linear',
    beta_start: 0.00085,
    beta_end: 0.012,
  });
  const sigmas = createSchedule(config, { numInferenceSteps: 25 }).steps.map(({ sigma }) => sigma);
  expect(sigmas[0]).toBeCloseTo(14.614647, 4);
  expect(sigmas[1]).toBeCloseTo(11.435942, 4);
  expect(sigmas[12]).toBeCloseTo(1.6155834, 5);
  expect(sigmas[24]).toBeCloseTo(0.02916753, 6);
});
