import type { Prediction } from '../../models/scheduler-config.ts';

/** Factors of the quantities that a step may combine. Absent means 0. */
export interface StepTerms {
  /** The latents before the step. */
  sample?: number;
  /** The network's output, with guidance applied. */
  output?: number;
  /** The estimate of the clean latents, `denoised` of the same step. */
  denoised?: number;
  /** The estimate of the step before. */
  previous?: number;
  /** The estimate of the step before that one. */
  earlier?: number;
  /** The latents from which the previous step started: where UniPC's corrector begins. */
  lastSample?: number;
  /** Fresh unit noise. */
  noise?: number;
}

/**
 * One step of a sampler as numbers: every sampler here is linear in the latents, so that one small
 * loop (denoise.ts) runs them all, in JavaScript or on the GPU.
 */
export interface ScheduleStep {
  /** The scheduler's name for this moment, 0 to 1000. */
  timestep: number;
  /** Noise level. For samplers without one (DDIM, LCM) that of the same moment. */
  sigma: number;
  /** The network receives the latents multiplied by this. */
  inputScale: number;
  /** Clean latents from `sample` and `output`. */
  denoised: StepTerms;
  /** Limit of the absolute value of `denoised`. */
  clip?: number;
  /** UniPC: a better `sample`, now that the network has been asked here. */
  corrected?: StepTerms;
  /** The latents after the step. */
  next: StepTerms;
  /** Whether a random vector is drawn for this step, even if its factor is 0. */
  drawsNoise: boolean;
  /** Noisy latents of this moment from clean ones: `original` and `noise` are the factors. */
  addNoise: NoiseMix;
}

/** clean × original + noise × noise. */
export interface NoiseMix {
  original: number;
  noise: number;
}

/** A sampler's whole path from noise to picture; `steps` from where it begins. */
export interface Schedule {
  steps: readonly ScheduleStep[];
  /** Timesteps of the whole way, those before the beginning included. */
  timesteps: readonly number[];
  /** Pure noise is multiplied by this before the first step. */
  initNoiseSigma: number;
  /** What the network's output means. */
  prediction: Prediction;
}

export interface ScheduleOptions {
  /** Number of steps of the whole way, at least 1. */
  numInferenceSteps: number;
  /** The first of them; image to image begins late. Default 0. */
  beginIndex?: number;
  /** DDIM: how much of the noise is redrawn, 0 (none, the default) to 1. */
  eta?: number;
  /** LCM: shortens the table, 0 to 1. Default 1. */
  strength?: number;
  /**
   * Flow matching: noise levels before the shift, falling from 1; default the scheduler's own
   * table.
   */
  sigmas?: readonly number[];
  /** Flow matching with dynamic shifting: the shift's logarithm. */
  mu?: number;
}
