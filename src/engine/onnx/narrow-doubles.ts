/**
 * 64-bit floats as 32-bit ones. torch's exporter computes each layer norm of a 16-bit network in 64
 * bits, which no GPU has: ONNX Runtime's build for WebGPU refuses to make a session of such a
 * graph, and 32 bits lose nothing that the 16 around them could hold.
 */
import { joinBytes } from '../join-bytes.ts';
import { writeNode, writeTensor } from './graph-writer.ts';
import { ELEMENT, GRAPH, readConstant, TENSOR, type OnnxFile, type OnnxNode } from './onnx-file.ts';
import { readFields, readNumbers, sourceOf } from './protobuf.ts';
import type { TensorPool } from './tensor-pool.ts';
import type { Replacement } from './unpack-matmul.ts';

/** A constant in 64 bits. */
interface DoubleConstant {
  dims: readonly number[];
  values: Float64Array<ArrayBuffer>;
}

/** How a graph is to be changed so that nothing in it has 64 bits. */
export interface Narrowing {
  /** What stands for a node that makes 64-bit floats, or raises to a power that is one. */
  replace(node: OnnxNode): Replacement | undefined;
  /** Descriptions of the constants, by name, their numbers in them. */
  readonly constants: ReadonlyMap<string, Uint8Array>;
  /**
   * The graph's other fields, without those that say of a tensor that it has 64 bits: ONNX Runtime
   * infers it.
   */
  readonly graphRest: readonly Uint8Array[];
}

/**
 * `undefined` where nothing has 64 bits, and for graphs that hold others: those may use what is
 * outside them.
 */
export function planNarrowing(file: OnnxFile, pool: TensorPool): Narrowing | undefined {
  if (file.nodes.some(({ hasSubgraph }) => hasSubgraph)) return undefined;
  const doubles = listDoubles(file, pool);
  if (doubles.size === 0 && !file.nodes.some(castsToDouble)) return undefined;
  return {
    replace: (node) => narrowNode(node, doubles),
    constants: new Map(
      [...doubles].map(([name, constant]) => [name, writeNarrowed(name, constant)]),
    ),
    graphRest: file.graphRest.filter((bytes) => !describesDouble(bytes)),
  };
}

/** Those beside the nodes, and those that are nodes themselves. */
function listDoubles(file: OnnxFile, pool: TensorPool): Map<string, DoubleConstant> {
  const doubles = new Map<string, DoubleConstant>();
  for (const tensor of file.initializers.values()) {
    if (tensor.elementType !== ELEMENT.float64) continue;
    doubles.set(
      tensor.name,
      readDouble(pool.readDescription(tensor), tensor.data && pool.read(tensor)),
    );
  }
  for (const node of file.nodes) {
    const [name = ''] = node.outputs;
    const constant = readConstant(node);
    if (constant?.elementType === ELEMENT.float64)
      doubles.set(name, readDouble(constant.description));
  }
  return doubles;
}

function narrowNode(
  node: OnnxNode,
  doubles: ReadonlyMap<string, DoubleConstant>,
): Replacement | undefined {
  const { type, inputs, outputs } = node;
  if (type === 'Constant' && doubles.has(outputs[0] ?? '')) return { nodes: [], uses: [] };
  if (castsToDouble(node))
    return {
      nodes: [writeNode({ type, inputs, outputs, integers: { to: ELEMENT.float32 } })],
      uses: [...inputs],
    };
  // The base may be in 16 bits, and a power of another type than its base is not known to all
  // devices.
  const [base = '', exponent = ''] = inputs;
  if (type !== 'Pow' || !isTwo(doubles.get(exponent))) return undefined;
  return { nodes: [writeNode({ type: 'Mul', inputs: [base, base], outputs })], uses: [base] };
}

function writeNarrowed(name: string, { dims, values }: DoubleConstant): Uint8Array {
  return writeTensor(name, ELEMENT.float32, dims, new Uint8Array(Float32Array.from(values).buffer));
}

const castsToDouble = ({ type, integers }: OnnxNode) =>
  type === 'Cast' && integers.get('to') === ELEMENT.float64;

const isTwo = (constant: DoubleConstant | undefined) =>
  constant?.values.length === 1 && constant.values[0] === 2;

/** `data`: its bytes, where they are not within the description. */
function readDouble(description: Uint8Array, data?: Uint8Array | null): DoubleConstant {
  const source = sourceOf(description);
  const dims: number[] = [];
  const spelled: Uint8Array[] = [];
  for (const field of readFields(source)) {
    if (field.id === TENSOR.dims) dims.push(...readNumbers(source, field));
    if (field.id === TENSOR.rawData || field.id === TENSOR.doubles)
      spelled.push(source.read(field.from, field.to));
  }
  return {
    dims,
    values: new Float64Array((data?.slice() ?? joinBytes(spelled)).buffer as ArrayBuffer),
  };
}

/** `ValueInfoProto.type.tensor_type.elem_type`. */
function describesDouble(bytes: Uint8Array): boolean {
  let found = bytes;
  for (const id of [GRAPH.valueInfo, 2, 1]) {
    const source = sourceOf(found);
    const field = [...readFields(source)].find((candidate) => candidate.id === id);
    if (!field) return false;
    found = source.read(field.from, field.to);
  }
  return [...readFields(sourceOf(found))].some(
    ({ id, value }) => id === 1 && value === ELEMENT.float64,
  );
}
