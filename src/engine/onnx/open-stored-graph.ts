import { EngineError } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import { keyOfFile, type Dtype, type ModelManifest } from '../models/manifest.ts';
import type { ByteSource } from './protobuf.ts';
import type { ExternalFile } from './tensor-pool.ts';
import { rewriteGraph } from './rewrite-graph.ts';

/** A graph to load instead of the stored one. */
export interface StoredGraph {
  /** The address of the file that it stands for. */
  key: string;
  model: Uint8Array<ArrayBuffer>;
  externalData: readonly ExternalFile[];
  /** What went wrong while ONNX Runtime read the weights, which itself tells only that something did. */
  failures: EngineError[];
}

/** Up to this size a file is read at once and held while the session is made: reading it tensor by tensor takes several times as long. */
const WHOLE_BYTES = 1e9;

/**
 * The stored graph of a build, its weights apart and, for the processor, unpacked as far as the host's memory allows (rewrite-graph.ts).
 * `undefined` where it is to be loaded as it is. Throws `weights_damaged`.
 */
export async function openStoredGraph(
  host: Pick<EngineHost, 'weights' | 'rewriting'>,
  manifest: ModelManifest,
  device: 'webgpu' | 'wasm',
  dtype: Dtype,
): Promise<StoredGraph | undefined> {
  const { rewriting } = host;
  const paths = manifest.variants.find((variant) => variant.dtype === dtype)?.files.map(({ path }) => path) ?? [];
  const graphs = paths.filter((path) => path.endsWith('.onnx'));
  const [graphPath] = graphs;
  if (!rewriting || !graphPath || graphs.length > 1) return undefined;

  const failures: EngineError[] = [];
  async function open(path: string): Promise<ByteSource | undefined> {
    const blob = await (await host.weights.match(keyOfFile(manifest, path)))?.blob();
    if (!blob) return undefined;
    const whole = blob.size <= WHOLE_BYTES ? new Uint8Array(await blob.arrayBuffer()) : undefined;
    const read = (start: number, end: number) => {
      if (whole) return whole.subarray(start, end);
      try {
        return rewriting?.read(blob.slice(start, end)) ?? new Uint8Array(0);
      } catch (thrown) {
        const error = EngineError.from(thrown, 'weights_damaged');
        failures.push(error);
        throw error;
      }
    };
    return { size: blob.size, read };
  }
  const source = await open(graphPath);
  if (!source) return undefined;
  const beside = new Map<string, ByteSource>();
  for (const path of paths.filter((other) => other !== graphPath)) {
    const data = await open(path);
    if (data) beside.set(path.split('/').at(-1) ?? path, data);
  }
  const { unpackBudgetBytes } = rewriting;
  const rewritten = rewriteGraph(source, beside, device === 'wasm' ? { unpackBudgetBytes } : {});
  return (
    rewritten && {
      key: keyOfFile(manifest, graphPath),
      model: rewritten.model,
      externalData: rewritten.files,
      failures,
    }
  );
}

/** What transformers.js is told of a graph whose weights are handed over one by one: a file that they came from is not to be asked for. */
export function describeWeights({ externalData }: StoredGraph) {
  return { use_external_data_format: false, session_options: { externalData } };
}
