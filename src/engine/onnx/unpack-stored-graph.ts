import { EngineError } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import { keyOfFile, type Dtype, type ModelManifest } from '../models/manifest.ts';
import type { ByteSource } from './protobuf.ts';
import type { ExternalFile } from './tensor-pool.ts';
import { unpackGraph } from './unpack-graph.ts';

/** A graph to load instead of the stored one. */
export interface StoredGraph {
  /** The address of the file that it stands for. */
  key: string;
  model: Uint8Array<ArrayBuffer>;
  externalData: readonly ExternalFile[];
  /** What went wrong while ONNX Runtime read the weights, which itself tells only that something did. */
  failures: EngineError[];
}

/**
 * The stored graph of a build with its 4-bit weights unpacked (unpack-graph.ts), as far as the host's memory allows. `undefined` where there
 * is nothing to unpack or the host cannot. Throws `weights_damaged`.
 */
export async function unpackStoredGraph(
  host: EngineHost,
  manifest: ModelManifest,
  dtype: Dtype,
): Promise<StoredGraph | undefined> {
  const { unpacking } = host;
  const paths = manifest.variants.find((variant) => variant.dtype === dtype)?.files.map(({ path }) => path) ?? [];
  const graphs = paths.filter((path) => path.endsWith('.onnx'));
  const [graphPath] = graphs;
  if (!unpacking || !graphPath || graphs.length > 1) return undefined;

  const failures: EngineError[] = [];
  async function open(path: string): Promise<ByteSource | undefined> {
    const blob = await (await host.weights.match(keyOfFile(manifest, path)))?.blob();
    if (!blob) return undefined;
    const read = (start: number, end: number) => {
      try {
        return unpacking?.read(blob.slice(start, end)) ?? new Uint8Array(0);
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
  const unpacked = unpackGraph(source, beside, unpacking.budgetBytes);
  return (
    unpacked && { key: keyOfFile(manifest, graphPath), model: unpacked.model, externalData: unpacked.files, failures }
  );
}
