import { definedOnly } from '../../defined-only.ts';
import type { ImageParameters } from './image-parameters.ts';

const MAX_SIDE = 65_535;
const MAX_STEPS = 10_000;

/**
 * The parameters without impossible values: a file may claim anything. A seed beyond 2^53 is not
 * the one that was written.
 */
export function keepPossible(told: Partial<ImageParameters>): Partial<ImageParameters> {
  const {
    width,
    height,
    seed,
    numInferenceSteps,
    guidanceScale,
    strength,
    clipSkip,
    eta,
    variation,
  } = told;
  const isSide = (side: number | undefined) => isWhole(side, 1, MAX_SIDE);
  const isSized = isSide(width) && isSide(height);
  return definedOnly({
    ...told,
    width: isSized ? width : undefined,
    height: isSized ? height : undefined,
    seed: isWhole(seed, 0, Number.MAX_SAFE_INTEGER) ? seed : undefined,
    numInferenceSteps: isWhole(numInferenceSteps, 1, MAX_STEPS) ? numInferenceSteps : undefined,
    guidanceScale: isWithin(guidanceScale, 0, 1000) ? guidanceScale : undefined,
    strength: isWithin(strength, 0, 1) ? strength : undefined,
    clipSkip: isWhole(clipSkip, 0, 100) ? clipSkip : undefined,
    eta: isWithin(eta, 0, 100) ? eta : undefined,
    variation: isWhole(variation?.seed, 0, Number.MAX_SAFE_INTEGER) ? variation : undefined,
  });
}

function isWithin(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

function isWhole(value: number | undefined, least: number, most: number): boolean {
  return isWithin(value, least, most) && Number.isInteger(value);
}
