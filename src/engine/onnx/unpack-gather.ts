import { writeNode } from './graph-writer.ts';
import { ELEMENT, type OnnxInitializer, type OnnxNode } from './onnx-file.ts';
import type { TensorPool } from './tensor-pool.ts';
import type { Replacement } from './unpack-matmul.ts';

interface Table {
  rows: number;
  blocks: number;
  blockSize: number;
  bits: 4 | 8;
}

/**
 * GatherBlockQuantized by standard operators: rows of bytes are picked, and only those become
 * floats. The table stays at a byte a number, since an embedding is the largest of a small model's
 * matrices and a token reads one row of it. `undefined`: a form that is not known.
 */
export function unpackGather(node: OnnxNode, pool: TensorPool): Replacement | undefined {
  const [, indices = ''] = node.inputs;
  const [values, , scales, zeroPoints] = node.inputs.map(pool.find);
  if (node.inputs[3] && !pool.isReadable(zeroPoints, ELEMENT.uint8)) return undefined;
  if (!pool.isReadable(values, ELEMENT.uint8) || !pool.isReadable(scales, ELEMENT.float32))
    return undefined;
  const table = readTable(node.integers, values, scales);
  if (!table) return undefined;

  const { rows, blocks, blockSize, bits } = table;
  const part = (name: string) => `${node.outputs[0]}/${name}`;
  const addBytes = (tensor: OnnxInitializer, dims: number[], perRow: number) =>
    pool.add({
      name: `${tensor.name}/bytes`,
      elementType: ELEMENT.uint8,
      dims,
      sizeBytes: rows * perRow,
      make: () => (bits === 8 ? pool.read(tensor) : spreadNibbles(pool.read(tensor), rows, perRow)),
    });
  const scaleTable = pool.add({
    name: `${scales.name}/rows`,
    elementType: ELEMENT.float32,
    dims: [rows, blocks, 1],
    sizeBytes: rows * blocks * 4,
    make: () => pool.read(scales),
  });
  const gather = (from: string, name: string) =>
    writeNode({
      type: 'Gather',
      inputs: [from, indices],
      outputs: [part(name)],
      integers: { axis: 0 },
    });
  const toFloats = (from: string, name: string) =>
    writeNode({
      type: 'Cast',
      inputs: [part(from)],
      outputs: [part(name)],
      integers: { to: ELEMENT.float32 },
    });
  const apply = (type: string, a: string, b: string, name: string) =>
    writeNode({ type, inputs: [part(a), part(b)], outputs: [part(name)] });

  if (!zeroPoints) pool.addVector(part('zero'), Float32Array.of(2 ** (bits - 1)));
  const columns = pool.addVector(part('columns'), BigInt64Array.of(BigInt(blocks * blockSize)));
  const nodes = [
    gather(addBytes(values, [rows, blocks, blockSize], blocks * blockSize), 'bytes'),
    toFloats('bytes', 'numbers'),
    ...(zeroPoints
      ? [
          gather(addBytes(zeroPoints, [rows, blocks, 1], blocks), 'zero-bytes'),
          toFloats('zero-bytes', 'zero'),
        ]
      : []),
    apply('Sub', 'numbers', 'zero', 'centred'),
    gather(scaleTable, 'scales'),
    apply('Mul', 'centred', 'scales', 'blocks'),
    writeNode({ type: 'Shape', inputs: [indices], outputs: [part('places')] }),
    writeNode({
      type: 'Concat',
      inputs: [part('places'), columns],
      outputs: [part('shape')],
      integers: { axis: 0 },
    }),
    writeNode({ type: 'Reshape', inputs: [part('blocks'), part('shape')], outputs: node.outputs }),
  ];
  return { nodes, uses: [indices] };
}

function readTable(
  integers: ReadonlyMap<string, number>,
  values: OnnxInitializer,
  scales: OnnxInitializer,
): Table | undefined {
  const bits = integers.get('bits') ?? 4;
  const blockSize = integers.get('block_size') ?? 128;
  if ((bits !== 4 && bits !== 8) || (integers.get('gather_axis') ?? 0) !== 0) return undefined;
  if ((integers.get('quantize_axis') ?? 1) !== 1 || scales.dims.length !== 2) return undefined;
  const [rows = 0, blocks = 0] = scales.dims;
  const isWhole = values.dims.reduce((a, b) => a * b, 8 / bits) === rows * blocks * blockSize;
  return isWhole ? { rows, blocks, blockSize, bits } : undefined;
}

/** One number a byte; a row begins with a byte of its own. */
function spreadNibbles(packed: Uint8Array, rows: number, perRow: number): Uint8Array {
  const spread = new Uint8Array(rows * perRow);
  const rowBytes = Math.ceil(perRow / 2);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < perRow; i++) {
      spread[row * perRow + i] =
        ((packed[row * rowBytes + (i >> 1)] as number) >> ((i & 1) * 4)) & 15;
    }
  }
  return spread;
}
