import { EngineError } from '../errors.ts';
import { readOnnxFile } from './onnx-file.ts';
import { sourceOf } from './protobuf.ts';

/** Finds the files with a graph's weights among all paths of a repository. */
export type FindWeights = (
  paths: ReadonlySet<string>,
  graphPath: string,
) => Promise<readonly string[]>;

/**
 * Names under which exporters keep a graph's weights beside it: `model.onnx_data`,
 * `model.onnx_data_1`, `model.onnx.data`, `model.data`, and `weights.pb` for whichever graph lies
 * in the same folder.
 */
export function listExternalData(paths: Iterable<string>, graphPath: string): string[] {
  const folder = folderOf(graphPath);
  const stem = graphPath.replace(/\.onnx$/, '');
  const isBeside = (path: string) =>
    path.startsWith(stem) &&
    /^(?:\.onnx)?[._](?:data|weights|bin)(?:[._-]?\d+)?$/.test(path.slice(stem.length));
  return [...paths].filter((path) => isBeside(path) || path === `${folder}weights.pb`);
}

/** By name alone, where the graph itself is not at hand. */
export const findByName: FindWeights = (paths, graphPath) =>
  Promise.resolve(listExternalData(paths, graphPath));

/** Larger graphs hold their weights themselves. */
const MAX_GRAPH_BYTES = 256e6;

/**
 * By what the graph says, which may be any name, and by name. `open` gives the graph. Throws
 * `invalid_request` if the graph names a file that is not there.
 */
export function findByGraph(open: (path: string) => Blob | undefined): FindWeights {
  return async (paths, graphPath) => {
    const graph = open(graphPath);
    const named = graph ? await readLocations(graph) : [];
    const told = named.map((name) => folderOf(graphPath) + name);
    const missing = told.find((path) => !paths.has(path));
    if (missing !== undefined)
      throw new EngineError(
        'invalid_request',
        `${graphPath} keeps weights in ${missing}, which is not among these files.`,
      );
    return [...new Set([...told, ...listExternalData(paths, graphPath)])];
  };
}

/**
 * The files in which a graph says that its tensors are; none where it cannot be read, which shows
 * when it is loaded.
 */
async function readLocations(graph: Blob): Promise<string[]> {
  if (graph.size > MAX_GRAPH_BYTES) return [];
  try {
    const { initializers } = readOnnxFile(sourceOf(new Uint8Array(await graph.arrayBuffer())));
    return [...new Set([...initializers.values()].flatMap(({ data }) => data?.file ?? []))];
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.code === 'weights_damaged') return [];
    throw thrown;
  }
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
