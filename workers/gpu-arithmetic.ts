import type { Tensor } from 'onnxruntime-common';
import type {
  Arithmetic,
  FloatType,
  InputTensor,
  Term,
  Vector,
} from '../src/engine/diffusion/arithmetic/arithmetic.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { Ort } from '../src/engine/host.ts';
import {
  BLEND_SHADER,
  combineShader,
  dispatchSize,
  MAX_TERMS,
  PLACE_F16_SHADER,
  PLACE_F32_SHADER,
  WIDEN_SHADER,
} from './gpu-kernels.ts';

/** A vector in the GPU's memory: a buffer of our own, or a network's output. */
class GpuVector implements Vector {
  readonly buffer: GPUBuffer;
  readonly length: number;
  readonly tensor: Tensor | undefined;
  constructor(buffer: GPUBuffer, length: number, tensor?: Tensor) {
    this.buffer = buffer;
    this.length = length;
    this.tensor = tensor;
  }
}

const STORAGE = 0x80;
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const MAP_READ = 0x1;
const PARAMS_BYTES = 64;

/**
 * Arithmetic in shaders, on the device on which ONNX Runtime's sessions compute. Everything goes
 * through one queue, in order, so that nothing waits for a result until someone reads one.
 */
export function createGpuArithmetic(device: GPUDevice, ort: Pick<Ort, 'Tensor'>): Arithmetic {
  const kernels = new Map<string, GPUComputePipeline>();
  const params = device.createBuffer({ size: PARAMS_BYTES, usage: STORAGE | COPY_DST });
  const pool = createBufferPool(device);
  let bytesRead = 0;

  function kernel(code: string): GPUComputePipeline {
    const known = kernels.get(code);
    if (known) return known;
    const compute = { module: device.createShaderModule({ code }), entryPoint: 'main' };
    const made = device.createComputePipeline({ layout: 'auto', compute });
    kernels.set(code, made);
    return made;
  }
  function run(
    code: string,
    length: number,
    numbers: ArrayBuffer,
    buffers: readonly GPUBuffer[],
  ): void {
    const pipeline = kernel(code);
    device.queue.writeBuffer(params, 0, numbers);
    const entries = [params, ...buffers].map((buffer, binding) => ({
      binding,
      resource: { buffer },
    }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
    );
    pass.dispatchWorkgroups(...dispatchSize(length));
    pass.end();
    device.queue.submit([encoder.finish()]);
  }
  const allocate = (length: number) => new GpuVector(pool.take(length * 4), length);

  function combine(length: number, terms: readonly Term[], limit: number): GpuVector {
    if (terms.length === 0 || terms.length > MAX_TERMS)
      throw new RangeError(`A sum of ${terms.length} terms`);
    const numbers = new DataView(new ArrayBuffer(PARAMS_BYTES));
    numbers.setUint32(0, length, true);
    numbers.setFloat32(4, limit, true);
    for (const [index, { factor, offset = 0 }] of terms.entries()) {
      numbers.setUint32(8 + index * 8, offset, true);
      numbers.setFloat32(12 + index * 8, factor, true);
    }
    const result = allocate(length);
    // One buffer may not be bound twice if one of the two is written to; all of these are read.
    run(combineShader(terms.length), length, numbers.buffer, [
      result.buffer,
      ...terms.map(({ vector }) => bufferOf(vector)),
    ]);
    return result;
  }

  return {
    location: 'gpu-buffer',
    get bytesRead() {
      return bytesRead;
    },
    upload(values) {
      const vector = allocate(values.length);
      device.queue.writeBuffer(vector.buffer, 0, values as Float32Array<ArrayBuffer>);
      return vector;
    },
    async read(vector) {
      const size = vector.length * 4;
      bytesRead += size;
      return new Float32Array(await readBuffer(device, bufferOf(vector), size));
    },
    combine: (length, terms) => combine(length, terms, 0),
    clamp: (vector, limit) => combine(vector.length, [{ factor: 1, vector }], limit),
    blend(mask, inside, outside) {
      const result = allocate(mask.length);
      const buffers = [result, mask, inside, outside].map(bufferOf);
      run(BLEND_SHADER, mask.length, Uint32Array.of(mask.length).buffer, buffers);
      return result;
    },
    createInput: (type, dims) => createInput(device, ort, type, dims, run),
    adopt(output) {
      const length = output.dims.reduce((product, dim) => product * dim, 1);
      if (output.location !== 'gpu-buffer') {
        throw new EngineError('internal', `A network left its output in ${output.location}.`);
      }
      if (output.type === 'float32')
        return new GpuVector(output.gpuBuffer as GPUBuffer, length, output);
      const pairs = Math.ceil(length / 2);
      const wide = new GpuVector(pool.take(pairs * 8), length);
      run(WIDEN_SHADER, pairs, Uint32Array.of(pairs).buffer, [
        wide.buffer,
        output.gpuBuffer as GPUBuffer,
      ]);
      output.dispose();
      return wide;
    },
    dispose(...vectors) {
      for (const vector of vectors)
        if (vector instanceof GpuVector) {
          if (vector.tensor) vector.tensor.dispose();
          else pool.give(vector.buffer);
        }
    },
  };
}

function bufferOf(vector: Vector): GPUBuffer {
  return (vector as GpuVector).buffer;
}

function createInput(
  device: GPUDevice,
  ort: Pick<Ort, 'Tensor'>,
  type: FloatType,
  dims: readonly number[],
  run: (code: string, length: number, numbers: ArrayBuffer, buffers: readonly GPUBuffer[]) => void,
): InputTensor {
  const length = dims.reduce((product, dim) => product * dim, 1);
  // A new buffer is all zeros.
  const size = Math.max(16, Math.ceil((length * (type === 'float32' ? 4 : 2)) / 16) * 16);
  const buffer = device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
  return {
    tensor: ort.Tensor.fromGpuBuffer(buffer, { dataType: type, dims: [...dims] }),
    write(vector, { offset = 0, factor = 1, rowLength = vector.length, stride = rowLength } = {}) {
      const count = type === 'float32' ? vector.length : vector.length / 2;
      const numbers = new DataView(new ArrayBuffer(20));
      [count, offset, rowLength, stride].forEach((value, index) =>
        numbers.setUint32(index * 4, value, true),
      );
      numbers.setFloat32(16, factor, true);
      const code = type === 'float32' ? PLACE_F32_SHADER : PLACE_F16_SHADER;
      run(code, count, numbers.buffer, [buffer, bufferOf(vector)]);
    },
    dispose: () => buffer.destroy(),
  };
}

/** Buffers that were given back, by size: a step makes the same few again and again. */
function createBufferPool(device: GPUDevice) {
  const free = new Map<number, GPUBuffer[]>();
  return {
    take(bytes: number): GPUBuffer {
      const size = Math.max(16, Math.ceil(bytes / 16) * 16);
      return (
        free.get(size)?.pop() ?? device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST })
      );
    },
    /** Keeps a few of a size and lets the others go. */
    give(buffer: GPUBuffer): void {
      const same = free.get(buffer.size) ?? [];
      free.set(buffer.size, same);
      if (same.length < MAX_KEPT && buffer.size <= MAX_KEPT_BYTES) same.push(buffer);
      else buffer.destroy();
    },
  };
}

const MAX_KEPT = 8;
const MAX_KEPT_BYTES = 2 ** 24;

/** Copies a buffer into JavaScript's memory; waits for all that was queued before. */
async function readBuffer(
  device: GPUDevice,
  buffer: GPUBuffer,
  size: number,
): Promise<ArrayBuffer> {
  const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ);
    return staging.getMappedRange().slice(0);
  } finally {
    staging.destroy();
  }
}
