import { throwIfAborted } from '../errors.ts';
import { nextTask } from '../next-task.ts';
import type { Arithmetic, Vector } from './arithmetic/arithmetic.ts';
import type { Denoiser, LatentSize } from './networks/denoiser.ts';
import type { NoiseMix, Schedule } from './schedulers/schedule.ts';
import { createSampler, type Sampler } from './sampler.ts';

/** The part of a given picture that stays while the rest is redrawn. */
export interface KeptLatents {
  /** 1 where the picture changes, 0 where it stays; one for each latent of each channel. */
  mask: Vector;
  /** The picture's clean latents. */
  original: Vector;
}

export interface DenoiseJob {
  schedule: Schedule;
  size: LatentSize;
  /** Unit noise. */
  noise: Vector;
  /** Clean latents of the start picture; absent: from noise alone. */
  original?: Vector | undefined;
  kept?: KeptLatents | undefined;
  /** Fresh noise for a step. */
  drawNoise(): Vector;
}

/** After one step. The vectors belong to the sampler. */
export interface DenoiseProgress {
  step: number;
  of: number;
  sampler: Sampler;
}

/**
 * Goes from noise to clean latents, which it returns; the caller disposes of them. Between steps,
 * other tasks of the thread get a turn, so that a cancel is noticed: it takes effect within one
 * step, by throwing `aborted`.
 */
export async function* denoise(
  arithmetic: Arithmetic,
  denoiser: Denoiser,
  job: DenoiseJob,
  signal: AbortSignal,
): AsyncGenerator<DenoiseProgress, Vector> {
  const { steps } = job.schedule;
  const sampler = createSampler(arithmetic, startFrom(arithmetic, job));
  try {
    for (const [index, step] of steps.entries()) {
      const output = await denoiser.predict(sampler.sample, step);
      const fresh = step.drawsNoise ? job.drawNoise() : undefined;
      sampler.advance(step, output, fresh);
      arithmetic.dispose(output, fresh);
      if (job.kept)
        sampler.replace(
          restoreKept(arithmetic, job, job.kept, sampler.sample, steps[index + 1]?.addNoise),
        );
      yield { step: index + 1, of: steps.length, sampler };
      await nextTask();
      throwIfAborted(signal);
    }
    return arithmetic.combine(sampler.sample.length, [{ factor: 1, vector: sampler.sample }]);
  } finally {
    sampler.dispose();
  }
}

function startFrom(arithmetic: Arithmetic, { schedule, noise, original }: DenoiseJob): Vector {
  const [first] = schedule.steps;
  if (original && first) return addNoise(arithmetic, original, noise, first.addNoise);
  return arithmetic.combine(noise.length, [{ factor: schedule.initNoiseSigma, vector: noise }]);
}

function addNoise(arithmetic: Arithmetic, clean: Vector, noise: Vector, mix: NoiseMix): Vector {
  return arithmetic.combine(clean.length, [
    { factor: mix.original, vector: clean },
    { factor: mix.noise, vector: noise },
  ]);
}

/**
 * Restores the original outside the mask, as noisy as the next moment requires; clean at the end.
 */
function restoreKept(
  arithmetic: Arithmetic,
  { noise }: DenoiseJob,
  { mask, original }: KeptLatents,
  sample: Vector,
  next: NoiseMix | undefined,
): Vector {
  const outside = addNoise(arithmetic, original, noise, next ?? { original: 1, noise: 0 });
  const blended = arithmetic.blend(mask, sample, outside);
  arithmetic.dispose(outside);
  return blended;
}
