/**
 * 4-bit graphs for the processor. MatMulNBits has no wasm kernel: ONNX Runtime unpacks the whole matrix on each call, and
 * GatherBlockQuantized does not run there at all. So both are replaced, the former by a product over weights that are unpacked once,
 * while the session reads them.
 */
import { writeModel } from './graph-writer.ts';
import { readOnnxFile, type OnnxNode } from './onnx-file.ts';
import type { ByteSource } from './protobuf.ts';
import { createTensorPool, type ExternalFile, type TensorPool } from './tensor-pool.ts';
import { unpackGather } from './unpack-gather.ts';
import { unpackLastLogits, unpackMatMul, type Replacement, type UnpackBudget } from './unpack-matmul.ts';

/** The rewritten model, and its weights as files that hold no bytes: each tensor is made when the session asks for it. */
export interface UnpackedGraph {
  model: Uint8Array<ArrayBuffer>;
  files: readonly ExternalFile[];
  /** What the unpacked matrices take. */
  unpackedBytes: number;
  /** Nodes that stayed packed, since the budget was spent or their form is not known. */
  packedNodes: number;
}

/**
 * Rewrites a graph as far as the unpacked matrices fit into `budgetBytes`; the rest stays as it is. `beside` are the files with the graph's
 * external data, by name. The output `logits` has the last position only. `undefined`: there is nothing to unpack. Throws
 * `weights_damaged` where the source is no ONNX file.
 */
export function unpackGraph(
  source: ByteSource,
  beside: ReadonlyMap<string, ByteSource>,
  budgetBytes: number,
): UnpackedGraph | undefined {
  const file = readOnnxFile(source);
  if (!file.nodes.some(isPacked)) return undefined;
  const pool = createTensorPool(file, source, beside);
  const budget: UnpackBudget = { budgetBytes, takenBytes: 0 };
  const rewritten = file.nodes.map((node) => ({ node, replacement: replace(node, pool, budget) }));

  // A graph within a node may use any tensor: then none is left out.
  const usesAny = file.nodes.some(({ hasSubgraph }) => hasSubgraph);
  const used = new Set(rewritten.flatMap(({ node, replacement }) => replacement?.uses ?? node.inputs));
  for (const name of file.outputs) used.add(name);
  const kept = [...file.initializers.values()].filter(({ name }) => usesAny || used.has(name)).map(pool.keep);
  return {
    model: writeModel(
      file,
      rewritten.flatMap(({ node, replacement }) => replacement?.nodes ?? [node.bytes]),
      [...kept, ...pool.listAdded()],
    ),
    files: pool.files,
    unpackedBytes: budget.takenBytes,
    packedNodes: rewritten.filter(({ node, replacement }) => isPacked(node) && !replacement).length,
  };
}

const isPacked = ({ domain, type }: OnnxNode) =>
  domain === 'com.microsoft' && (type === 'MatMulNBits' || type === 'GatherBlockQuantized');

function replace(node: OnnxNode, pool: TensorPool, budget: UnpackBudget): Replacement | undefined {
  if (!isPacked(node)) return undefined;
  if (node.type === 'GatherBlockQuantized') return unpackGather(node, pool);
  return node.outputs[0] === 'logits' ? unpackLastLogits(node, pool, budget) : unpackMatMul(node, pool, budget);
}
