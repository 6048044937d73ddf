import { elementAt, interpolate, linspace, roundHalfEven } from './numbers.ts';
import type { SchedulerConfig } from '../../models/scheduler-config.ts';

/** The noise that training added at each of its timesteps. */
export interface NoiseSchedule {
  /** Share of the picture that is left, `ᾱ`, falling. */
  readonly alphasCumprod: readonly number[];
  /** Noise level `√((1 − ᾱ) / ᾱ)`, rising. */
  readonly sigmas: readonly number[];
}

/**
 * With a last `ᾱ` of 0 (zero terminal SNR) the noise level would be infinite; diffusers puts 2^-24
 * for samplers that work with it.
 */
const MIN_ALPHA = 2 ** -24;

export function createNoiseSchedule(
  config: SchedulerConfig,
  { hasFiniteSigmas = true } = {},
): NoiseSchedule {
  const betas = config.rescale_betas_zero_snr
    ? rescaleZeroTerminalSnr(listBetas(config))
    : listBetas(config);
  let product = 1;
  const alphasCumprod = betas.map((beta) => (product *= 1 - beta));
  if (config.rescale_betas_zero_snr && hasFiniteSigmas)
    alphasCumprod[alphasCumprod.length - 1] = MIN_ALPHA;
  return { alphasCumprod, sigmas: alphasCumprod.map((alpha) => Math.sqrt((1 - alpha) / alpha)) };
}

function listBetas({
  beta_schedule,
  beta_start,
  beta_end,
  num_train_timesteps: count,
}: SchedulerConfig): number[] {
  switch (beta_schedule) {
    case 'linear':
      return linspace(beta_start, beta_end, count);
    case 'scaled_linear':
      return linspace(Math.sqrt(beta_start), Math.sqrt(beta_end), count).map((root) => root ** 2);
    case 'squaredcos_cap_v2':
      return Array.from({ length: count }, (_, index) =>
        Math.min(0.999, 1 - alphaBar((index + 1) / count) / alphaBar(index / count)),
      );
  }
}

/** Nichol and Dhariwal 2021, the cosine schedule. */
function alphaBar(time: number): number {
  return Math.cos(((time + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
}

/**
 * Lin et al. 2023, algorithm 1: shifts and scales `√ᾱ` so that nothing of the picture is left at
 * the end.
 */
function rescaleZeroTerminalSnr(betas: readonly number[]): number[] {
  let product = 1;
  const roots = betas.map((beta) => Math.sqrt((product *= 1 - beta)));
  const first = elementAt(roots, 0);
  const last = elementAt(roots, -1);
  const bars = roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
  return bars.map((bar, index) => 1 - (index === 0 ? bar : bar / elementAt(bars, index - 1)));
}

/**
 * Timesteps, falling, by the rule that the model was trained or distilled for. Not yet rounded to
 * whole numbers for `linspace`.
 */
export function spaceTimesteps(
  spacing: 'linspace' | 'leading' | 'trailing',
  count: number,
  { num_train_timesteps: trained, steps_offset }: SchedulerConfig,
  { dropsLast = false } = {},
): number[] {
  // Multistep solvers make one more and drop the last (diffusers' DPM++ and UniPC); for `trailing`
  // they do not.
  const made = dropsLast && spacing !== 'trailing' ? count + 1 : count;
  switch (spacing) {
    case 'linspace':
      return linspace(0, trained - 1, made)
        .reverse()
        .slice(0, count);
    case 'leading': {
      const spaced = spaceLeading(made, trained);
      // diffusers adds the full offset and then reads past the table's end.
      const room = trained - 1 - elementAt(spaced, -1);
      const offset = Math.min(Math.max(0, steps_offset), room);
      return spaced
        .map((timestep) => timestep + offset)
        .reverse()
        .slice(0, count);
    }
    case 'trailing': {
      const ratio = trained / made;
      return Array.from({ length: made }, (_, index) => roundHalfEven(trained - index * ratio) - 1);
    }
  }
}

/** Whole strides from 0 on; shorter than 1 where more are asked for than there are timesteps. */
function spaceLeading(count: number, trained: number): number[] {
  const ratio = count > trained ? trained / count : Math.floor(trained / count);
  return Array.from({ length: count }, (_, index) => Math.floor(index * ratio));
}

const KARRAS_RHO = 7;

/**
 * Karras et al. 2022, equation 5: noise levels between the ends, closer together where they are
 * small.
 */
export function spaceKarras(largest: number, smallest: number, count: number): number[] {
  const from = largest ** (1 / KARRAS_RHO);
  const to = smallest ** (1 / KARRAS_RHO);
  return linspace(0, 1, count).map((ramp) => (from + ramp * (to - from)) ** KARRAS_RHO);
}

/**
 * The timestep, with fractions, at which training had this noise level: interpolated over the
 * level's logarithm.
 */
export function timestepOfSigma(sigma: number, sigmas: readonly number[]): number {
  const wanted = Math.max(sigma, 1e-10);
  const logSigma = Math.log(wanted);
  const low = Math.min(sigmas.length - 2, Math.max(0, countUpTo(sigmas, wanted) - 1));
  const lowLog = Math.log(elementAt(sigmas, low));
  const share = (lowLog - logSigma) / (lowLog - Math.log(elementAt(sigmas, low + 1)));
  return low + Math.min(1, Math.max(0, share));
}

/** How many entries of a rising table are at most a value. */
function countUpTo(table: readonly number[], value: number): number {
  let [from, to] = [0, table.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (elementAt(table, middle) <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The noise level at a timestep with fractions. */
export function sigmaAt({ sigmas }: NoiseSchedule, timestep: number): number {
  return interpolate(sigmas, timestep);
}
