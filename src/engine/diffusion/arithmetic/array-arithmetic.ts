import type { Tensor } from 'onnxruntime-common';
import type { Ort } from '../../host.ts';
import type { Arithmetic, FloatType, InputTensor, Term, Vector } from './arithmetic.ts';
import { fromHalfBits, toHalfBits } from './float16.ts';

class ArrayVector implements Vector {
  readonly values: Float32Array;
  constructor(values: Float32Array) {
    this.values = values;
  }
  get length(): number {
    return this.values.length;
  }
}

/** Arithmetic in JavaScript, for networks that run on the processor. */
export function createArrayArithmetic(ort: Pick<Ort, 'Tensor'>): Arithmetic {
  const make = (length: number, elementAt: (index: number) => number) => {
    const values = new Float32Array(length);
    for (let index = 0; index < length; index++) values[index] = elementAt(index);
    return new ArrayVector(values);
  };
  return {
    location: 'cpu',
    bytesRead: 0,
    upload: (values) => new ArrayVector(values),
    read: (vector) => Promise.resolve(valuesOf(vector)),
    combine(length, terms) {
      const sum = new Float64Array(length);
      for (const term of terms) addTerm(sum, term);
      return new ArrayVector(Float32Array.from(sum));
    },
    clamp(vector, limit) {
      const values = valuesOf(vector);
      return make(values.length, (index) => Math.min(limit, Math.max(-limit, values[index] ?? 0)));
    },
    blend(mask, inside, outside) {
      const [m, a, b] = [valuesOf(mask), valuesOf(inside), valuesOf(outside)];
      return make(m.length, (index) => {
        const share = m[index] ?? 0;
        return share * (a[index] ?? 0) + (1 - share) * (b[index] ?? 0);
      });
    },
    createInput: (type, dims) => createInput(ort, type, dims),
    adopt: (output) => new ArrayVector(toFloat32(output)),
    dispose: () => {},
  };
}

function valuesOf(vector: Vector): Float32Array {
  return (vector as ArrayVector).values;
}

function addTerm(sum: Float64Array, { factor, vector, offset = 0 }: Term): void {
  const values = valuesOf(vector);
  for (let index = 0; index < sum.length; index++)
    sum[index] = (sum[index] ?? 0) + factor * (values[offset + index] ?? 0);
}

/** A view of 16-bit data in the type that this runtime's tensors use. */
export function halfArray(bits: Uint16Array<ArrayBuffer>): Uint16Array {
  const { Float16Array: Half } = globalThis as {
    Float16Array?: new (buffer: ArrayBuffer) => unknown;
  };
  return (Half ? new Half(bits.buffer) : bits) as Uint16Array;
}

function createInput(
  ort: Pick<Ort, 'Tensor'>,
  type: FloatType,
  dims: readonly number[],
): InputTensor {
  const length = dims.reduce((product, dim) => product * dim, 1);
  const floats = new Float32Array(type === 'float32' ? length : 0);
  const halves = new Uint16Array(type === 'float16' ? length : 0);
  return {
    tensor:
      type === 'float32'
        ? new ort.Tensor('float32', floats, dims)
        : new ort.Tensor('float16', halfArray(halves), dims),
    write(vector, { offset = 0, factor = 1, rowLength = vector.length, stride = rowLength } = {}) {
      const values = valuesOf(vector);
      for (let index = 0; index < values.length; index++) {
        const target = offset + Math.floor(index / rowLength) * stride + (index % rowLength);
        const value = factor * (values[index] ?? 0);
        if (type === 'float32') floats[target] = value;
        else halves[target] = toHalfBits(value);
      }
    },
    dispose: () => {},
  };
}

/** A floating-point tensor's elements as 32-bit floats; not copied if they already are. */
export function toFloat32({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type !== 'float16') return Float32Array.from(data as unknown as ArrayLike<number>, Number);
  return data instanceof Uint16Array
    ? Float32Array.from(data, fromHalfBits)
    : Float32Array.from(data as ArrayLike<number>);
}
