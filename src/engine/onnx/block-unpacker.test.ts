import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../e2e/fixtures/onnx-graph.ts';
import { createBlockUnpacker } from './block-unpacker.ts';
import { createSimdUnpacker } from './simd-unpacker.ts';
import { unpackBlocks, type BlockContents, type BlockShape } from './unpack-blocks.ts';

const random = createRandom(11);
const makeBytes = (count: number) =>
  Uint8Array.from({ length: count }, () => Math.floor(random.uniform() * 256));

function makeContents({ rows, columns, bits, blockSize }: BlockShape): BlockContents {
  const blocks = Math.ceil(columns / blockSize);
  return {
    values: makeBytes((rows * blocks * blockSize * bits) / 8),
    scales: Float32Array.from({ length: rows * blocks }, () => random.uniform() - 0.5),
  };
}

function unpackPlainly(shape: BlockShape, contents: BlockContents): Float32Array {
  const out = new Float32Array(shape.rows * shape.columns);
  unpackBlocks(shape, contents, out);
  return out;
}

const WHOLE: readonly BlockShape[] = [
  { rows: 16, columns: 32, bits: 4, blockSize: 32 },
  { rows: 48, columns: 192, bits: 4, blockSize: 64 },
  { rows: 32, columns: 256, bits: 4, blockSize: 128 },
  { rows: 192, columns: 160, bits: 4, blockSize: 32 },
];

describe('weights in blocks of whole vectors', () => {
  const simd = createSimdUnpacker();
  it.each(WHOLE)('are the numbers that are unpacked one by one: %o', (shape) => {
    const contents = makeContents(shape);
    expect(simd?.unpack(shape, contents)).toEqual(unpackPlainly(shape, contents));
    const zeroPoints = makeBytes((shape.rows * shape.columns) / shape.blockSize / 2);
    const shifted = { ...contents, zeroPoints };
    expect(simd?.unpack(shape, shifted)).toEqual(unpackPlainly(shape, shifted));
  });
});

describe('weights of any form', () => {
  it.each<BlockShape>([
    { rows: 17, columns: 32, bits: 4, blockSize: 32 },
    { rows: 16, columns: 48, bits: 4, blockSize: 32 },
    { rows: 16, columns: 32, bits: 4, blockSize: 16 },
    { rows: 16, columns: 32, bits: 8, blockSize: 32 },
    { rows: 16, columns: 32, bits: 2, blockSize: 32 },
  ])('are unpacked: %o', (shape) => {
    const contents = makeContents(shape);
    expect(createBlockUnpacker()(shape, contents)).toEqual(unpackPlainly(shape, contents));
  });

  it('are unpacked with zero points between whole numbers', () => {
    const shape: BlockShape = { rows: 16, columns: 64, bits: 4, blockSize: 32 };
    const zeroPoints = Float32Array.from({ length: 32 }, () => random.uniform() * 15);
    const contents = { ...makeContents(shape), zeroPoints };
    expect(createBlockUnpacker()(shape, contents)).toEqual(unpackPlainly(shape, contents));
  });
});
