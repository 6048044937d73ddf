import { writeNode } from './graph-writer.ts';
import { ELEMENT, type OnnxNode } from './onnx-file.ts';
import type { TensorPool } from './tensor-pool.ts';
import type { BlockShape } from './unpack-blocks.ts';

/** The nodes that stand for another one, and the tensors of the old graph that they use. */
export interface Replacement {
  nodes: Uint8Array[];
  uses: string[];
}

/** What unpacked matrices may take together, and what they take so far. */
export interface UnpackBudget {
  readonly budgetBytes: number;
  takenBytes: number;
}

/**
 * MatMulNBits as MatMul over floats: the same numbers, and a product that wasm is good at.
 * `undefined`: a form that is not known, or no room left.
 */
export function unpackMatMul(
  node: OnnxNode,
  pool: TensorPool,
  budget: UnpackBudget,
): Replacement | undefined {
  const [x = '', , , , order = '', bias = ''] = node.inputs;
  const [values, scales, zeroPoints] = node.inputs.slice(1, 4).map(pool.find);
  const shape = readShape(node.integers);
  const isKnown =
    order === '' &&
    (!node.inputs[3] || pool.isReadable(zeroPoints, ELEMENT.uint8, ELEMENT.float32));
  if (!shape || !isKnown) return undefined;
  if (!pool.isReadable(values, ELEMENT.uint8) || !pool.isReadable(scales, ELEMENT.float32))
    return undefined;

  const name = `${values.name}/unpacked/${scales.name}`;
  const count = shape.rows * shape.columns;
  if (!pool.has(name)) {
    if (budget.takenBytes + count * 4 > budget.budgetBytes) return undefined;
    budget.takenBytes += count * 4;
  }
  const readZeroPoints = () =>
    zeroPoints &&
    (zeroPoints.elementType === ELEMENT.uint8
      ? pool.read(zeroPoints)
      : pool.readFloats(zeroPoints));
  const dims = [shape.columns, shape.rows];
  const make = () => {
    const numbers = pool.unpack(shape, {
      values: pool.read(values),
      scales: pool.readFloats(scales),
      zeroPoints: readZeroPoints(),
    });
    return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  };
  pool.add({ name, elementType: ELEMENT.float32, dims, sizeBytes: count * 4, make });
  return { nodes: writeProduct(x, name, bias, node.outputs), uses: [x, bias] };
}

/**
 * The input that says for how many of the last positions logits are wanted, as exported graphs have
 * it and transformers.js gives it.
 */
export const KEPT_LOGITS = 'num_logits_to_keep';

/**
 * The same for the last positions of `[batch, positions, columns]` alone, as many as the graph's
 * input `KEPT_LOGITS` says.
 */
export function unpackLastLogits(
  node: OnnxNode,
  pool: TensorPool,
  budget: UnpackBudget,
): Replacement | undefined {
  const [x = '', ...rest] = node.inputs;
  const last = `${node.outputs[0]}/last`;
  const replacement = unpackMatMul({ ...node, inputs: [last, ...rest] }, pool, budget);
  if (!replacement) return undefined;
  const addNumber = (name: string, value: bigint) =>
    pool.addVector(`${last}/${name}`, BigInt64Array.of(value));
  const begin = `${last}/begin`;
  const nodes = [
    writeNode({
      type: 'Mul',
      inputs: [KEPT_LOGITS, addNumber('minus-one', -1n)],
      outputs: [begin],
    }),
    writeNode({
      type: 'Slice',
      inputs: [x, begin, addNumber('end', 2n ** 62n), addNumber('axis', 1n)],
      outputs: [last],
    }),
  ];
  return { nodes: [...nodes, ...replacement.nodes], uses: [x, ...rest.slice(4)] };
}

function writeProduct(
  x: string,
  weights: string,
  bias: string,
  outputs: readonly string[],
): Uint8Array[] {
  if (bias === '') return [writeNode({ type: 'MatMul', inputs: [x, weights], outputs })];
  const product = `${outputs[0]}/product`;
  return [
    writeNode({ type: 'MatMul', inputs: [x, weights], outputs: [product] }),
    writeNode({ type: 'Add', inputs: [product, bias], outputs }),
  ];
}

function readShape(integers: ReadonlyMap<string, number>): BlockShape | undefined {
  const rows = integers.get('N');
  const columns = integers.get('K');
  const blockSize = integers.get('block_size');
  const bits = integers.get('bits') ?? 4;
  if (!rows || !columns || !blockSize || (bits !== 2 && bits !== 4 && bits !== 8)) return undefined;
  return { rows, columns, bits, blockSize };
}
