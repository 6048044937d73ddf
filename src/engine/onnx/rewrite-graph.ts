/**
 * Graphs without their weights, which ONNX Runtime then asks for one tensor at a time: a file of
 * weights is never in memory as a whole, let alone twice. For the processor nodes are replaced
 * besides that ONNX Runtime is slow at there. MatMulNBits has no wasm kernel: it unpacks the whole
 * matrix on each call, and GatherBlockQuantized does not run at all; the former becomes a product
 * over weights that are unpacked once, while the session reads them. ConvInteger along one axis
 * becomes one along two. For WebGPU 64-bit floats become 32-bit ones (narrow-doubles.ts).
 */
import { writeIntegerInput, writeModel } from './graph-writer.ts';
import { planNarrowing } from './narrow-doubles.ts';
import { readOnnxFile, type OnnxFile, type OnnxNode } from './onnx-file.ts';
import type { ByteSource } from './protobuf.ts';
import { createTensorPool, type ExternalFile, type TensorPool } from './tensor-pool.ts';
import { unpackGather } from './unpack-gather.ts';
import { widenConvolution } from './widen-convolution.ts';
import {
  KEPT_LOGITS,
  unpackLastLogits,
  unpackMatMul,
  type Replacement,
  type UnpackBudget,
} from './unpack-matmul.ts';

/**
 * The model without its weights, and these as files that hold no bytes: each tensor is read or made
 * when the session asks for it.
 */
export interface RewrittenGraph {
  model: Uint8Array<ArrayBuffer>;
  files: readonly ExternalFile[];
  /** What the unpacked matrices take. */
  unpackedBytes: number;
  /** Nodes that stayed packed, since the budget was spent or their form is not known. */
  packedNodes: number;
}

/** Below this many bytes of weights a graph is loaded as it is. */
const LITTLE_BYTES = 8e6;

export interface RewriteOptions {
  /**
   * For the processor: 4-bit matrices are unpacked as far as they fit into this, and the output
   * `logits` has as many of the last positions as a new input, `num_logits_to_keep`, says. Absent:
   * for a GPU, whose nodes stay.
   */
  unpackBudgetBytes?: number | undefined;
  /** Whether what is computed in 64-bit floats is computed in 32 bits. Default no. */
  narrowsDoubles?: boolean;
  /** Below this many bytes of weights a graph without anything to change is loaded as it is. */
  littleBytes?: number;
}

/**
 * `beside` are the files with the graph's external data, by name. `undefined`: there is nothing to
 * do. Throws `weights_damaged` if the source is not an ONNX file.
 */
export function rewriteGraph(
  source: ByteSource,
  beside: ReadonlyMap<string, ByteSource>,
  { unpackBudgetBytes, narrowsDoubles = false, littleBytes = LITTLE_BYTES }: RewriteOptions,
): RewrittenGraph | undefined {
  const file = readOnnxFile(source);
  const isForProcessor = unpackBudgetBytes !== undefined;
  const pool = createTensorPool(file, source, beside);
  const narrowing = narrowsDoubles ? planNarrowing(file, pool) : undefined;
  const hasReason = (isForProcessor && file.nodes.some(isSlow)) || narrowing !== undefined;
  if (!hasReason && countBytes(source, beside) < littleBytes) return undefined;
  const budget: UnpackBudget = { budgetBytes: unpackBudgetBytes ?? 0, takenBytes: 0 };
  const rewritten = file.nodes.map((node) => ({
    node,
    replacement:
      (isForProcessor ? replace(node, file, pool, budget) : undefined) ?? narrowing?.replace(node),
  }));

  const cutsLogits = rewritten.some(
    ({ node, replacement }) => replacement && makesAllLogits(node, file),
  );
  // A graph within a node may use any tensor: then none is left out.
  const usesAny = file.nodes.some(({ hasSubgraph }) => hasSubgraph);
  const used = new Set(
    rewritten.flatMap(({ node, replacement }) => replacement?.uses ?? node.inputs),
  );
  for (const name of file.outputs) used.add(name);
  const isUsed = (name: string) => usesAny || used.has(name);
  const narrowed = [...(narrowing?.constants ?? [])]
    .filter(([name]) => isUsed(name))
    .map(([, bytes]) => bytes);
  const kept = [...file.initializers.values()]
    .filter(({ name }) => isUsed(name) && !narrowing?.constants.has(name))
    .map(pool.keep);
  return {
    model: writeModel(
      { ...file, graphRest: narrowing?.graphRest ?? file.graphRest },
      rewritten.flatMap(({ node, replacement }) => replacement?.nodes ?? [node.bytes]),
      [...kept, ...narrowed, ...pool.listAdded()],
      cutsLogits ? [writeIntegerInput(KEPT_LOGITS)] : [],
    ),
    files: pool.files,
    unpackedBytes: budget.takenBytes,
    packedNodes: rewritten.filter(({ node, replacement }) => isPacked(node) && !replacement).length,
  };
}

function countBytes(source: ByteSource, beside: ReadonlyMap<string, ByteSource>): number {
  return [source, ...beside.values()].reduce((sum, { size }) => sum + size, 0);
}

const isPacked = ({ domain, type }: OnnxNode) =>
  domain === 'com.microsoft' && (type === 'MatMulNBits' || type === 'GatherBlockQuantized');

const isConvolution = ({ domain, type }: OnnxNode) => domain === '' && type === 'ConvInteger';

const isSlow = (node: OnnxNode) => isPacked(node) || isConvolution(node);

/**
 * Whether a node gives the logits of all positions: some graphs have the input that says how many
 * are wanted.
 */
const makesAllLogits = ({ outputs }: OnnxNode, { inputs }: OnnxFile) =>
  outputs[0] === 'logits' && !inputs.includes(KEPT_LOGITS);

function replace(
  node: OnnxNode,
  file: OnnxFile,
  pool: TensorPool,
  budget: UnpackBudget,
): Replacement | undefined {
  if (isConvolution(node)) return widenConvolution(node, pool);
  if (!isPacked(node)) return undefined;
  if (node.type === 'GatherBlockQuantized') return unpackGather(node, pool);
  return makesAllLogits(node, file)
    ? unpackLastLogits(node, pool, budget)
    : unpackMatMul(node, pool, budget);
}
