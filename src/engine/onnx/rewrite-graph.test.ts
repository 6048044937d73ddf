import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor, env } from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLayerNorm } from '../../../e2e/fixtures/layer-norm.ts';
import { createRandom, OnnxGraph, TYPE } from '../../../e2e/fixtures/onnx-graph.ts';
import { EngineError } from '../errors.ts';
import { readOnnxFile } from './onnx-file.ts';
import { sourceOf, type ByteSource } from './protobuf.ts';
import { unpackBlocks } from './unpack-blocks.ts';
import { rewriteGraph, type RewrittenGraph } from './rewrite-graph.ts';

let folder = '';
beforeAll(async () => {
  env.wasm.numThreads = 1;
  folder = await mkdtemp(join(tmpdir(), 'triptych-onnx-'));
});
afterAll(() => rm(folder, { recursive: true }));

const random = createRandom(7);
const bytes = (count: number) =>
  Uint8Array.from({ length: count }, () => Math.floor(random.uniform() * 256));
const NONE = new Map<string, ByteSource>();

async function write(graph: OnnxGraph, opset = 21): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(folder, 'graph.onnx');
  await graph.write(path, opset);
  return new Uint8Array(await readFile(path));
}

async function run(
  model: Uint8Array,
  feeds: Record<string, Tensor>,
  unpacked?: RewrittenGraph,
  output = 'y',
): Promise<Float32Array> {
  const session = await InferenceSession.create(model, {
    executionProviders: ['wasm'],
    ...(unpacked ? { externalData: [...unpacked.files] } : {}),
  });
  const results = await session.run(feeds);
  await session.release();
  return results[output]?.data as Float32Array;
}

interface Form {
  rows: number;
  columns: number;
  bits: number;
  blockSize: number;
  zeroPoints?: 'packed' | 'floats';
  hasBias?: boolean;
}

/**
 * y = x · W (+ b), W in blocks; the same scales serve a second consumer, which must go on working.
 */
function buildProduct({ rows, columns, bits, blockSize, zeroPoints, hasBias }: Form): OnnxGraph {
  const graph = new OnnxGraph();
  const blocks = Math.ceil(columns / blockSize);
  graph.input('x', TYPE.f32, ['batch', columns]);
  graph.output('y', TYPE.f32, ['batch', rows]);
  const scales = graph.weights(TYPE.f32, [rows * blocks], random.normals(rows * blocks, 0.1));
  const inputs = [
    'x',
    graph.weights(
      TYPE.u8,
      [rows, blocks, (blockSize * bits) / 8],
      bytes((rows * blocks * blockSize * bits) / 8),
    ),
    scales,
  ];
  const packedBytes = rows * Math.ceil((blocks * bits) / 8);
  if (zeroPoints === 'packed')
    inputs.push(graph.weights(TYPE.u8, [packedBytes], bytes(packedBytes)));
  if (zeroPoints === 'floats')
    inputs.push(graph.weights(TYPE.f32, [rows, blocks], random.normals(rows * blocks, 3)));
  if (hasBias) {
    while (inputs.length < 5) inputs.push('');
    inputs.push(graph.weights(TYPE.f32, [rows], random.normals(rows, 1)));
  }
  const attributes = { N: rows, K: columns, bits, block_size: blockSize, accuracy_level: 1 };
  const [product = ''] = graph.node(
    'MatMulNBits',
    inputs,
    attributes,
    [graph.name('product')],
    'com.microsoft',
  );
  const sum = graph.op('ReduceSum', [scales], { keepdims: 1 });
  graph.op('Add', [product, sum], {}, 'y');
  return graph;
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe('rewriteGraph', () => {
  it.each<Form>([
    { rows: 48, columns: 64, bits: 4, blockSize: 32 },
    { rows: 33, columns: 96, bits: 4, blockSize: 32, zeroPoints: 'packed' },
    { rows: 20, columns: 128, bits: 4, blockSize: 16, zeroPoints: 'floats' },
    { rows: 17, columns: 80, bits: 4, blockSize: 64, zeroPoints: 'packed' },
    { rows: 40, columns: 64, bits: 8, blockSize: 32 },
    { rows: 40, columns: 64, bits: 4, blockSize: 32, hasBias: true },
  ])('gives the same product as MatMulNBits: %o', async (form) => {
    const model = await write(buildProduct(form));
    const unpacked = rewriteGraph(sourceOf(model), NONE, { unpackBudgetBytes: Infinity });
    if (!unpacked) throw new Error('nothing was unpacked');
    expect(unpacked).toMatchObject({ packedNodes: 0, unpackedBytes: form.rows * form.columns * 4 });
    expect(readOnnxFile(sourceOf(unpacked.model)).nodes.map(({ type }) => type)).not.toContain(
      'MatMulNBits',
    );
    const feeds = {
      x: new Tensor('float32', random.normals(3 * form.columns, 1), [3, form.columns]),
    };
    const [before, after] = [await run(model, feeds), await run(unpacked.model, feeds, unpacked)];
    expect(after).toHaveLength(3 * form.rows);
    expect(largestDifference(before, after)).toBeLessThan(1e-4 * Math.max(...before.map(Math.abs)));
  });

  it.each([
    { kernel: 3, group: 1, attributes: {} },
    { kernel: 11, group: 1, attributes: { dilations: [3], pads: [15, 15] } },
    { kernel: 4, group: 2, attributes: { strides: [2], pads: [1, 2], auto_pad: 'NOTSET' } },
  ])(
    'convolves 8-bit numbers along one axis as ONNX Runtime does: %o',
    async ({ kernel, group, attributes }) => {
      const graph = new OnnxGraph();
      graph.input('x', TYPE.u8, ['batch', 4, 'length']);
      graph.output('y', TYPE.i32, ['batch', 6, 'places']);
      const weights = graph.weights(TYPE.u8, [6, 4 / group, kernel], bytes((24 / group) * kernel));
      const zeroPoints = [7, 131].map((zero) => graph.weights(TYPE.u8, [], Uint8Array.of(zero)));
      graph.op(
        'ConvInteger',
        ['x', weights, ...zeroPoints],
        { group, kernel_shape: [kernel], ...attributes },
        'y',
      );
      const model = await write(graph);
      const widened = rewriteGraph(sourceOf(model), NONE, { unpackBudgetBytes: 0 });
      if (!widened) throw new Error('the graph stayed as it was');
      const { nodes } = readOnnxFile(sourceOf(widened.model));
      const convolution = nodes.find(({ type }) => type === 'ConvInteger');
      expect(convolution?.integerLists.get('kernel_shape')).toEqual([1, kernel]);
      const feeds = { x: new Tensor('uint8', bytes(2 * 4 * 50), [2, 4, 50]) };
      const [before, after] = [await run(model, feeds), await run(widened.model, feeds, widened)];
      expect(after).toEqual(before);
      expect(new Set(after).size).toBeGreaterThan(100);
    },
  );

  it.each([
    { reason: 'it pads by itself', dims: [6, 4, 3], attributes: { auto_pad: 'SAME_UPPER' } },
    { reason: 'it has two axes', dims: [6, 4, 3, 3], attributes: {} },
  ])('leaves a convolution alone if $reason', async ({ dims, attributes }) => {
    const graph = new OnnxGraph();
    graph.input('x', TYPE.u8, ['batch', 4, ...dims.slice(2).map((_, i) => `size_${i}`)]);
    graph.output('y', TYPE.i32, ['batch', 6, ...dims.slice(2).map((_, i) => `places_${i}`)]);
    const weights = graph.weights(
      TYPE.u8,
      dims,
      bytes(dims.reduce((product, size) => product * size)),
    );
    graph.op('ConvInteger', ['x', weights], attributes, 'y');
    const rewritten = rewriteGraph(sourceOf(await write(graph)), NONE, { unpackBudgetBytes: 0 });
    expect(
      readOnnxFile(sourceOf(rewritten?.model as Uint8Array)).nodes.map(({ type }) => type),
    ).toEqual(['ConvInteger']);
  });

  it('without a budget leaves the nodes alone, and reads their weights one by one', async () => {
    const model = await write(buildProduct({ rows: 48, columns: 64, bits: 4, blockSize: 32 }));
    const parts: number[] = [];
    const { size, read } = sourceOf(model);
    const watched = {
      size,
      read: (start: number, end: number) => (parts.push(end - start), read(start, end)),
    };
    expect(rewriteGraph(watched, NONE, {})).toBeUndefined();
    const apart = rewriteGraph(watched, NONE, { littleBytes: 0 });
    if (!apart) throw new Error('the weights stayed where they were');
    expect(readOnnxFile(sourceOf(apart.model)).nodes.map(({ type }) => type)).toContain(
      'MatMulNBits',
    );
    expect(apart.model.length).toBeLessThan(model.length - 1024);
    const feeds = { x: new Tensor('float32', random.normals(64, 1), [1, 64]) };
    parts.length = 0;
    expect(await run(apart.model, feeds, apart)).toEqual(await run(model, feeds));
    expect(parts).toContain(48 * 32);
  });

  it('computes logits only for the requested last positions', async () => {
    const graph = new OnnxGraph();
    graph.input('x', TYPE.f32, ['batch', 'positions', 64]);
    graph.output('logits', TYPE.f32, ['batch', 'positions', 48]);
    const inputs = [
      'x',
      graph.weights(TYPE.u8, [48, 2, 16], bytes(48 * 32)),
      graph.weights(TYPE.f32, [96], random.normals(96, 0.05)),
    ];
    const attributes = { N: 48, K: 64, bits: 4, block_size: 32, accuracy_level: 1 };
    graph.node('MatMulNBits', inputs, attributes, ['logits'], 'com.microsoft');
    const model = await write(graph);
    const unpacked = rewriteGraph(sourceOf(model), NONE, { unpackBudgetBytes: Infinity });
    const feeds = { x: new Tensor('float32', random.normals(5 * 64, 1), [1, 5, 64]) };
    const all = await run(model, feeds, undefined, 'logits');
    for (const kept of [1, 3]) {
      const asked = { ...feeds, num_logits_to_keep: new Tensor('int64', [BigInt(kept)], []) };
      const last = await run(unpacked?.model as Uint8Array, asked, unpacked, 'logits');
      expect([all.length, last.length]).toEqual([5 * 48, kept * 48]);
      expect(largestDifference(all.slice(-48 * kept), last)).toBeLessThan(1e-4);
    }
  });

  it('unpacks as many matrices as the budget allows, and leaves the others', async () => {
    const graph = new OnnxGraph();
    graph.input('x', TYPE.f32, ['batch', 64]);
    graph.output('y', TYPE.f32, ['batch', 64]);
    let x = 'x';
    for (let layer = 0; layer < 3; layer++) {
      const inputs = [
        x,
        graph.weights(TYPE.u8, [64, 2, 16], bytes(64 * 32)),
        graph.weights(TYPE.f32, [128], random.normals(128, 0.05)),
      ];
      const attributes = { N: 64, K: 64, bits: 4, block_size: 32, accuracy_level: 1 };
      [x = ''] = graph.node(
        'MatMulNBits',
        inputs,
        attributes,
        [layer === 2 ? 'y' : graph.name('x')],
        'com.microsoft',
      );
    }
    const model = await write(graph);
    const matrixBytes = 64 * 64 * 4;
    const unpacked = rewriteGraph(sourceOf(model), NONE, { unpackBudgetBytes: 2.5 * matrixBytes });
    expect(unpacked).toMatchObject({ packedNodes: 1, unpackedBytes: 2 * matrixBytes });
    const feeds = { x: new Tensor('float32', random.normals(64, 1), [1, 64]) };
    const after = await run(unpacked?.model as Uint8Array, feeds, unpacked);
    expect(largestDifference(await run(model, feeds), after)).toBeLessThan(1e-4);
  });

  it.each([
    { bits: 4, hasZeroPoints: false },
    { bits: 4, hasZeroPoints: true },
    { bits: 8, hasZeroPoints: false },
  ])(
    'matches GatherBlockQuantized: $bits bits, zero points $hasZeroPoints',
    async ({ bits, hasZeroPoints }) => {
      const [rows, blocks, blockSize] = [10, 3, 16];
      const perByte = 8 / bits;
      const graph = new OnnxGraph();
      graph.input('ids', TYPE.i64, ['batch', 'length']);
      graph.output('y', TYPE.f32, ['batch', 'length', blocks * blockSize]);
      const table = bytes((rows * blocks * blockSize) / perByte);
      const scales = random.normals(rows * blocks, 0.1);
      const zeroBytes = bytes(rows * Math.ceil(blocks / perByte));
      const inputs = [
        graph.weights(TYPE.u8, [rows, (blocks * blockSize) / perByte], table),
        'ids',
        graph.weights(TYPE.f32, [rows, blocks], scales),
        ...(hasZeroPoints
          ? [graph.weights(TYPE.u8, [rows, Math.ceil(blocks / perByte)], zeroBytes)]
          : []),
      ];
      graph.node(
        'GatherBlockQuantized',
        inputs,
        { bits, block_size: blockSize, gather_axis: 0, quantize_axis: 1 },
        ['y'],
        'com.microsoft',
      );
      const unpacked = rewriteGraph(sourceOf(await write(graph)), NONE, {
        unpackBudgetBytes: Infinity,
      });
      const ids = [7n, 0n, 9n, 7n];
      const after = await run(
        unpacked?.model as Uint8Array,
        { ids: new Tensor('int64', BigInt64Array.from(ids), [2, 2]) },
        unpacked,
      );

      const readBits = (packed: Uint8Array, rowWidth: number, row: number, i: number) =>
        ((packed[row * Math.ceil(rowWidth / perByte) + Math.floor(i / perByte)] ?? 0) >>
          ((i % perByte) * bits)) &
        (2 ** bits - 1);
      const expected = ids.flatMap((id) =>
        Array.from({ length: blocks * blockSize }, (_, i) => {
          const block = Math.floor(i / blockSize);
          const zero = hasZeroPoints
            ? readBits(zeroBytes, blocks, Number(id), block)
            : 2 ** (bits - 1);
          return (
            (readBits(table, blocks * blockSize, Number(id), i) - zero) *
            (scales[Number(id) * blocks + block] ?? 0)
          );
        }),
      );
      expect(largestDifference(Float32Array.from(expected), after)).toBeLessThan(1e-5);
    },
  );

  it('makes one tensor at a time, on demand', async () => {
    const model = await write(buildProduct({ rows: 512, columns: 512, bits: 4, blockSize: 32 }));
    const reads: number[] = [];
    const source: ByteSource = {
      size: model.length,
      read(start, end) {
        reads.push(end - start);
        return model.subarray(start, end);
      },
    };
    const unpacked = rewriteGraph(source, NONE, { unpackBudgetBytes: Infinity });
    expect(unpacked?.model.length).toBeLessThan(4096);
    const packedBytes = (512 * 512) / 2;
    expect(reads).not.toContain(packedBytes);
    const weights = unpacked?.files.find(({ data }) => data.byteLength === 512 * 512 * 4);
    expect(weights?.data.subarray(0, 512 * 512 * 4)).toHaveLength(512 * 512 * 4);
    expect(reads).toContain(packedBytes);
  });

  it('computes in 32 bits what was in 64, with the same results', async () => {
    const model = await write(buildLayerNorm(), 17);
    const x = new Tensor('float32', Float32Array.of(1, -2, 3, 40), [1, 4]);
    const narrowed = rewriteGraph(sourceOf(model), NONE, { narrowsDoubles: true });
    for (const output of ['y', 'square']) {
      const [before, after] = [
        await run(model, { x }, undefined, output),
        await run(narrowed?.model ?? model, { x }, narrowed, output),
      ];
      expect(largestDifference(before, after), output).toBeLessThan(1e-6);
    }
    expect(
      rewriteGraph(sourceOf(narrowed?.model ?? model), NONE, { narrowsDoubles: true }),
    ).toBeUndefined();
    expect(rewriteGraph(sourceOf(model), NONE, {})).toBeUndefined();
  });

  it('leaves a graph with nothing to unpack alone, and names a file that is not a graph', async () => {
    const graph = new OnnxGraph();
    graph.input('x', TYPE.f32, [1]);
    graph.output('y', TYPE.f32, [1]);
    graph.op('Identity', ['x'], {}, 'y');
    expect(
      rewriteGraph(sourceOf(await write(graph)), NONE, { unpackBudgetBytes: Infinity }),
    ).toBeUndefined();
    const page = new TextEncoder().encode('<!doctype html><title>404</title>');
    expect(() => rewriteGraph(sourceOf(page), NONE, { unpackBudgetBytes: Infinity })).toThrow(
      EngineError,
    );
    const cut = (
      await write(buildProduct({ rows: 64, columns: 64, bits: 4, blockSize: 32 }))
    ).subarray(0, 900);
    expect(() => rewriteGraph(sourceOf(cut), NONE, { unpackBudgetBytes: Infinity })).toThrow(
      /not an ONNX file/,
    );
  });
});

it('unpacks two bits by the definition', () => {
  const shape = { rows: 2, columns: 20, bits: 2, blockSize: 16 } as const;
  const contents = { values: bytes(2 * 2 * 4), scales: Float32Array.of(1, 2, 3, 4) };
  const out = new Float32Array(40);
  unpackBlocks(shape, contents, out);
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 20; column++) {
      const value = ((contents.values[row * 8 + (column >> 2)] ?? 0) >> ((column & 3) * 2)) & 3;
      expect(out[column * 2 + row]).toBe(
        (value - 2) * (contents.scales[row * 2 + (column >> 4)] ?? 0),
      );
    }
  }
});
