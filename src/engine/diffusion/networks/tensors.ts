import type { Tensor } from 'onnxruntime-common';
import { EngineError } from '../../errors.ts';
import type { Ort } from '../../host.ts';
import type { FloatType } from '../arithmetic/arithmetic.ts';
import { halfArray } from '../arithmetic/array-arithmetic.ts';
import { toHalfBits } from '../arithmetic/float16.ts';
import type { TensorSlot } from './graph.ts';

/** A small tensor of the type that a graph expects. Integer types drop fractions. */
export function createTensor(
  ort: Pick<Ort, 'Tensor'>,
  type: Tensor.Type,
  values: readonly number[],
  dims: readonly number[],
): Tensor {
  switch (type) {
    case 'int64':
      return new ort.Tensor(
        'int64',
        BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))),
        dims,
      );
    case 'int32':
      return new ort.Tensor('int32', Int32Array.from(values, Math.trunc), dims);
    case 'float32':
      return new ort.Tensor('float32', Float32Array.from(values), dims);
    case 'float16':
      return new ort.Tensor('float16', halfArray(Uint16Array.from(values, toHalfBits)), dims);
    default:
      throw new EngineError(
        'not_supported',
        `A graph asks for ${type} where numbers are expected.`,
      );
  }
}

/** The type of a slot that takes latents or embeddings. Throws `not_supported`. */
export function floatTypeOf(name: string, { type }: TensorSlot): FloatType {
  if (type === 'float32' || type === 'float16') return type;
  throw new EngineError(
    'not_supported',
    `The graph wants ${name} as ${type}; only 32-bit and 16-bit floats are supported.`,
  );
}

/** The batch that a graph is fixed to, or `undefined` if it accepts any. */
export function fixedBatchOf({ dims: [batch] }: TensorSlot): number | undefined {
  return typeof batch === 'number' && batch > 0 ? batch : undefined;
}
