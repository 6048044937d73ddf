import { beforeAll, describe, expect, it } from 'vitest';
import type { Arithmetic, Vector } from '../src/engine/diffusion/arithmetic/arithmetic.ts';
import {
  createArrayArithmetic,
  toFloat32,
} from '../src/engine/diffusion/arithmetic/array-arithmetic.ts';
import { createNoiseSource } from '../src/engine/diffusion/arithmetic/noise.ts';
import type { Ort } from '../src/engine/host.ts';
import { createBrowserHost } from './browser-host.ts';

/** Every operation, on the GPU and in JavaScript. */
let gpu: Arithmetic;
let cpu: Arithmetic;
let ort: Ort;
const noise = createNoiseSource(1);
const [a, b, mask] = [
  noise.draw(1000),
  noise.draw(1000),
  noise.draw(1000).map((value) => (value > 0 ? 1 : 0)),
];

beforeAll(async () => {
  const compute = await (await createBrowserHost()).loadCompute('webgpu');
  ort = compute.ort;
  gpu = compute.arithmetic;
  cpu = createArrayArithmetic(ort);
});

async function compare(work: (arithmetic: Arithmetic) => Vector): Promise<void> {
  const [actual, expected] = [await gpu.read(work(gpu)), await cpu.read(work(cpu))];
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 5);
}

describe('arithmetic on the GPU', () => {
  it('adds up to six terms, from any offset', async () => {
    await compare((arithmetic) => {
      const [x, y] = [arithmetic.upload(a), arithmetic.upload(b)];
      return arithmetic.combine(
        500,
        [x, y, x, y, x, y].map((vector, index) => ({
          vector,
          factor: index - 2.5,
          offset: index * 100,
        })),
      );
    });
  });

  it('clamps and blends', async () => {
    await compare((arithmetic) => arithmetic.clamp(arithmetic.upload(a), 0.5));
    await compare((arithmetic) =>
      arithmetic.blend(arithmetic.upload(mask), arithmetic.upload(a), arithmetic.upload(b)),
    );
  });

  it('reuses buffers without mixing up values', async () => {
    const first = gpu.upload(a);
    gpu.dispose(first);
    const second = gpu.upload(b);
    const sum = gpu.combine(1000, [{ factor: 2, vector: second }]);
    gpu.dispose(second);
    expect((await gpu.read(sum))[7]).toBeCloseTo(2 * (b[7] ?? 0), 5);
  });

  it('handles vectors longer than one row of workgroups', async () => {
    const length = 65_535 * 256 + 3;
    const ones = gpu.upload(new Float32Array(length).fill(1));
    const sum = await gpu.read(gpu.combine(length, [{ factor: 3, vector: ones }]));
    expect([sum[0], sum[length - 1]]).toEqual([3, 3]);
    gpu.dispose(ones);
  });

  it.each(['float32', 'float16'] as const)('fills the inputs of networks: %s', async (type) => {
    const read = async (arithmetic: Arithmetic) => {
      const input = arithmetic.createInput(type, [2, 10, 8]);
      input.write(arithmetic.upload(a.slice(0, 12)), {
        offset: 82,
        factor: 0.5,
        rowLength: 4,
        stride: 8,
      });
      input.write(arithmetic.upload(b.slice(0, 16)));
      return toFloat32({ type, data: await input.tensor.getData() } as Parameters<
        typeof toFloat32
      >[0]);
    };
    const [actual, expected] = [await readGpu(type), await read(cpu)];
    expect(actual.length).toBe(160);
    for (const [index, value] of expected.entries())
      expect(actual[index]).toBeCloseTo(value, type === 'float32' ? 6 : 2);

    /**
     * A tensor made from a buffer of ours cannot be downloaded by the runtime: it goes through the
     * arithmetic again.
     */
    async function readGpu(of: typeof type) {
      const input = gpu.createInput(of, [2, 10, 8]);
      input.write(gpu.upload(a.slice(0, 12)), { offset: 82, factor: 0.5, rowLength: 4, stride: 8 });
      input.write(gpu.upload(b.slice(0, 16)));
      return gpu.read(gpu.adopt(input.tensor));
    }
  });

  it('counts what it reads back', async () => {
    const before = gpu.bytesRead;
    await gpu.read(gpu.upload(a));
    expect(gpu.bytesRead - before).toBe(4000);
  });
});
