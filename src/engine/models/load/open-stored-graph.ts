import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost, GraphRewriting } from '../../host.ts';
import { keyOfFile, type Dtype, type ModelManifest } from '../manifest.ts';
import type { ByteSource } from '../../onnx/protobuf.ts';
import { rewriteGraph, type RewriteOptions } from '../../onnx/rewrite-graph.ts';
import type { ExternalFile } from '../../onnx/tensor-pool.ts';

/** A graph to load instead of the stored one. */
export interface StoredGraph {
  model: Uint8Array<ArrayBuffer>;
  externalData: readonly ExternalFile[];
  /**
   * What went wrong while ONNX Runtime read the weights, which itself tells only that something
   * did.
   */
  failures: EngineError[];
}

/**
 * Up to this size a file is read at once and held while the session is made: reading it tensor by
 * tensor takes several times as long.
 */
const WHOLE_BYTES = 1e9;

/**
 * A graph whose weights ONNX Runtime asks for one by one, changed as the options say
 * (rewrite-graph.ts). `beside` are the files with its external data, by name. `undefined` if it is
 * to be loaded as it is. Throws `weights_damaged`.
 */
export async function rewriteBlob(
  rewriting: GraphRewriting,
  graph: Blob,
  beside: ReadonlyMap<string, Blob>,
  options: RewriteOptions,
  wholeBytes = WHOLE_BYTES,
): Promise<StoredGraph | undefined> {
  const failures: EngineError[] = [];
  async function open(blob: Blob): Promise<ByteSource> {
    const whole = blob.size <= wholeBytes ? new Uint8Array(await blob.arrayBuffer()) : undefined;
    const read = (start: number, end: number) => {
      if (whole) return whole.subarray(start, end);
      try {
        return rewriting.read(blob.slice(start, end));
      } catch (thrown) {
        const error = EngineError.from(thrown, 'weights_damaged');
        failures.push(error);
        throw error;
      }
    };
    return { size: blob.size, read };
  }
  const sources = new Map<string, ByteSource>();
  for (const [name, blob] of beside) sources.set(name, await open(blob));
  const rewritten = rewriteGraph(await open(graph), sources, options);
  return rewritten && { model: rewritten.model, externalData: rewritten.files, failures };
}

/**
 * The stored graph of a build that has one, its weights apart and, for the processor, unpacked as
 * far as the host's memory allows, with the address of the file that it stands for. `undefined` and
 * errors as rewriteBlob.
 */
export async function openStoredGraph(
  { weights, rewriting }: Pick<EngineHost, 'weights' | 'rewriting'>,
  manifest: ModelManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<(StoredGraph & { key: string }) | undefined> {
  const paths =
    manifest.variants.find((variant) => variant.dtype === dtype)?.files.map(({ path }) => path) ??
    [];
  const graphs = paths.filter((path) => path.endsWith('.onnx'));
  const [graphPath] = graphs;
  if (!rewriting || !graphPath || graphs.length > 1) return undefined;
  const key = keyOfFile(manifest, graphPath);
  const graph = await weights.open(key);
  if (!graph) return undefined;
  const beside = new Map<string, Blob>();
  for (const path of paths.filter((other) => other !== graphPath)) {
    const data = await weights.open(keyOfFile(manifest, path));
    if (data) beside.set(path.split('/').at(-1) ?? path, data);
  }
  const { unpackBudgetBytes } = rewriting;
  const opened = await rewriteBlob(
    rewriting,
    graph,
    beside,
    device === 'wasm' ? { unpackBudgetBytes } : {},
  );
  return opened && { ...opened, key };
}

/**
 * transformers.js' options for a graph whose weights are handed over one by one: it must not
 * request their files.
 */
export function describeWeights({ externalData }: StoredGraph) {
  return { use_external_data_format: false, session_options: { externalData } };
}
