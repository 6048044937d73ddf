import type { Tensor } from 'onnxruntime-common';
import { EngineError } from '../../errors.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import { toFloat32 } from '../arithmetic/array-arithmetic.ts';
import type { Graph } from './graph.ts';
import { floatTypeOf } from './tensors.ts';

/** Runs a graph of one input and one output on one picture, whose values lie where the arithmetic has them. */
export async function runVaeGraph(
  arithmetic: Arithmetic,
  graph: Graph,
  values: Vector,
  dims: readonly number[],
  scale = 1,
): Promise<Tensor> {
  const [entry] = graph.inputs;
  if (!entry) throw new EngineError('not_supported', 'The VAE has no input.');
  const [name, slot] = entry;
  const input = arithmetic.createInput(floatTypeOf(name, slot), dims);
  try {
    input.write(values, { factor: scale });
    const [output] = Object.values(await graph.run({ [name]: input.tensor }));
    if (!output) throw new EngineError('not_supported', 'The VAE has no output.');
    return output;
  } finally {
    input.dispose();
  }
}

/**
 * The values of a picture. Throws `invalid_output`: a network that overflows gives NaN, which would
 * show as a black picture.
 */
export function readPicture(output: Tensor): Float32Array {
  const values = toFloat32(output);
  if (values.every(Number.isFinite)) return values;
  throw new EngineError(
    'invalid_output',
    'The model produced invalid numbers (NaN), so there is no picture. Its 16-bit build may overflow on this GPU: try another scheduler or guidance, or run it on the processor (Settings).',
  );
}

export function addConstant(arithmetic: Arithmetic, vector: Vector, constant: number): Vector {
  const ones = arithmetic.upload(new Float32Array(vector.length).fill(1));
  const sum = arithmetic.combine(vector.length, [
    { factor: 1, vector },
    { factor: constant, vector: ones },
  ]);
  arithmetic.dispose(ones);
  return sum;
}
