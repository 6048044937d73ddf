import { EngineError } from '../errors.ts';

/**
 * The mean of rows of `dimensions` numbers, made as long as 1. Throws `invalid_output` for what is no
 * number.
 */
export function poolMean(states: Float32Array, dimensions: number): Float32Array<ArrayBuffer> {
  const sums = new Float64Array(dimensions);
  for (const [at, value] of states.entries())
    sums[at % dimensions] = (sums[at % dimensions] ?? 0) + value;
  return scaleToUnit(sums);
}

/** The same direction, with length 1. Throws `invalid_output` where a value is not a number. */
export function scaleToUnit(vector: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...Array.from(vector));
  if (!Number.isFinite(length) || length === 0)
    throw new EngineError('invalid_output', 'The model gave no numbers.');
  return Float32Array.from(vector, (number) => number / length);
}

/** Cosine between two vectors of length 1. */
export function likenessOf(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
