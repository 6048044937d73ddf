import type { Arithmetic, Term, Vector } from './arithmetic/arithmetic.ts';
import type { ScheduleStep, StepTerms } from './schedulers/schedule.ts';

/**
 * Latents on their way from noise to picture, with the earlier estimates that multistep solvers
 * need.
 */
export interface Sampler {
  /** The current latents. They belong to the sampler and are valid until the next step. */
  readonly sample: Vector;
  /** The last step's estimate of the clean latents; belongs to the sampler. */
  readonly denoised: Vector | undefined;
  /**
   * Makes one step, given the network's output for `sample` (and fresh noise if the step needs
   * some). Takes ownership of neither.
   */
  advance(step: ScheduleStep, output: Vector, noise?: Vector): void;
  /** Replaces the latents, e.g. with the part outside a mask restored. Takes ownership. */
  replace(sample: Vector): void;
  dispose(): void;
}

type Quantities = Partial<Record<keyof StepTerms, Vector | undefined>>;

/** Starts from `start`, of which it takes ownership. */
export function createSampler(arithmetic: Arithmetic, start: Vector): Sampler {
  let sample = start;
  let lastSample: Vector | undefined;
  let denoised: Vector | undefined;
  let previous: Vector | undefined;
  let earlier: Vector | undefined;
  const { length } = start;

  const combine = (terms: StepTerms, quantities: Quantities) =>
    arithmetic.combine(length, listTerms(terms, quantities));

  function estimate({ denoised: terms, clip }: ScheduleStep, output: Vector): Vector {
    const plain = combine(terms, { sample, output });
    if (clip === undefined) return plain;
    const clipped = arithmetic.clamp(plain, clip);
    arithmetic.dispose(plain);
    return clipped;
  }

  return {
    get sample() {
      return sample;
    },
    get denoised() {
      return denoised;
    },
    advance(step, output, noise) {
      arithmetic.dispose(earlier);
      [earlier, previous] = [previous, denoised];
      denoised = estimate(step, output);
      const quantities = { output, noise, denoised, previous, earlier, lastSample };
      const from = step.corrected ? combine(step.corrected, quantities) : sample;
      if (from !== sample) arithmetic.dispose(sample);
      const next = combine(step.next, { ...quantities, sample: from });
      arithmetic.dispose(lastSample);
      [lastSample, sample] = [from, next];
    },
    replace(other) {
      arithmetic.dispose(sample);
      sample = other;
    },
    dispose: () => arithmetic.dispose(sample, lastSample, denoised, previous, earlier),
  };
}

function listTerms(terms: StepTerms, quantities: Quantities): Term[] {
  return (Object.entries(terms) as [keyof StepTerms, number][]).flatMap(([name, factor]) => {
    const vector = quantities[name];
    return factor !== 0 && vector ? [{ factor, vector }] : [];
  });
}
