import type { StepTerms } from './schedule.ts';
import type { Prediction } from '../../models/scheduler-config.ts';

/** A noisy picture as `alpha` × clean + `sigma` × noise. */
export interface NoiseLevel {
  alpha: number;
  sigma: number;
}

/**
 * From a noise level in the sense of Karras et al., clean + `sigma` × noise, scaled to unit
 * variance.
 */
export function fromSigma(sigma: number): NoiseLevel {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha };
}

/** Flow matching: (1 − sigma) × clean + sigma × noise. */
export function fromFlowSigma(sigma: number): NoiseLevel {
  return { alpha: 1 - sigma, sigma };
}

/**
 * If nothing of the picture is left (zero terminal SNR), a noise level is given as that of this
 * share.
 */
const MIN_ALPHA = 2 ** -12;

/** The level in the sense of Karras et al., noise over picture; finite. */
export function sigmaOf({ alpha, sigma }: NoiseLevel): number {
  return sigma / Math.max(alpha, MIN_ALPHA);
}

/** The clean latents, from latents at this level and the network's output there. */
export function termsOfDenoised(prediction: Prediction, { alpha, sigma }: NoiseLevel): StepTerms {
  switch (prediction) {
    case 'epsilon': {
      // Noise alone cannot yield the picture; diffusers divides by zero here.
      const divisor = Math.max(alpha, MIN_ALPHA);
      return { sample: 1 / divisor, output: -sigma / divisor };
    }
    case 'v_prediction':
      return { sample: alpha, output: -sigma };
    case 'sample':
      return { output: 1 };
    case 'flow_prediction':
      return { sample: 1, output: -sigma };
  }
}

/** The noise, from the same two. */
export function termsOfNoise(prediction: Prediction, { alpha, sigma }: NoiseLevel): StepTerms {
  switch (prediction) {
    case 'epsilon':
      return { output: 1 };
    case 'v_prediction':
      return { output: alpha, sample: sigma };
    case 'sample':
      return { sample: 1 / sigma, output: -alpha / sigma };
    case 'flow_prediction':
      return { sample: 1, output: alpha };
  }
}

/** Sum of terms, each times a factor. */
export function addTerms(
  ...parts: readonly (readonly [factor: number, terms: StepTerms])[]
): StepTerms {
  const sum: StepTerms = {};
  for (const [factor, terms] of parts)
    for (const [name, value] of Object.entries(terms) as [keyof StepTerms, number][])
      sum[name] = (sum[name] ?? 0) + factor * value;
  return sum;
}
