import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { EngineError } from '../../errors.ts';
import type { GraphRewriting, Ort } from '../../host.ts';
import { listExternalData } from '../../onnx/external-data.ts';
import { rewriteBlob, type StoredGraph } from '../../models/load/open-stored-graph.ts';
import type { Arithmetic } from '../arithmetic/arithmetic.ts';
import type { ModelFiles } from '../../models/model-files.ts';

/** An input or output of a graph. Dimensions that the graph leaves open are names. */
export interface TensorSlot {
  type: Tensor.Type;
  dims: readonly (number | string)[];
}

/** A network in memory. */
export interface Graph {
  readonly inputs: ReadonlyMap<string, TensorSlot>;
  readonly outputs: ReadonlyMap<string, TensorSlot>;
  /**
   * Outputs lie where the arithmetic works, or in JavaScript's memory if the graph was opened so;
   * the caller disposes of them.
   */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

export interface GraphOptions {
  executionProvider: InferenceSession.ExecutionProviderConfig;
  outputLocation: Arithmetic['location'];
  /**
   * Hands over weights one by one, so that their file is never in memory as a whole. Absent: graphs
   * are read whole and unchanged.
   */
  rewriting?: GraphRewriting | undefined;
}

/**
 * Throws `weights_damaged` if the file is broken, `out_of_memory`, `not_supported` if the device
 * lacks what the graph needs.
 */
export async function openGraph(
  ort: Ort,
  files: ModelFiles,
  path: string,
  options: GraphOptions,
): Promise<Graph> {
  const stored =
    (await rewriteStored(files, path, options.rewriting)) ?? (await readWhole(files, path));
  const session = await createSession(ort, stored, path, {
    executionProviders: [options.executionProvider],
    ...(options.outputLocation === 'gpu-buffer' ? { preferredOutputLocation: 'gpu-buffer' } : {}),
    ...(stored.externalData.length > 0 ? { externalData: stored.externalData } : {}),
  });
  return {
    inputs: listSlots(session.inputMetadata),
    outputs: listSlots(session.outputMetadata),
    run: (feeds) =>
      session.run(feeds).catch((thrown: unknown) => Promise.reject(explainFailure(thrown, path))),
    release: () => session.release(),
  };
}

async function createSession(
  ort: Ort,
  { model, failures }: StoredGraph,
  path: string,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, options);
  } catch (thrown) {
    throw failures[0] ?? explainFailure(thrown, path);
  }
}

async function rewriteStored(
  files: ModelFiles,
  path: string,
  rewriting: GraphRewriting | undefined,
): Promise<StoredGraph | undefined> {
  const { open } = files;
  if (!rewriting || !open) return undefined;
  const beside = listBeside(files, path).map(
    async (name) => [name, await open(folderOf(path) + name)] as const,
  );
  return rewriteBlob(rewriting, await open(path), new Map(await Promise.all(beside)), {
    narrowsDoubles: true,
  });
}

async function readWhole(files: ModelFiles, path: string): Promise<StoredGraph> {
  const beside = listBeside(files, path).map(async (name) => ({
    path: name,
    data: await files.read(folderOf(path) + name),
  }));
  return { model: await files.read(path), externalData: await Promise.all(beside), failures: [] };
}

/** ONNX Runtime distinguishes failures only by their text. */
function explainFailure(thrown: unknown, path: string): EngineError {
  const error = EngineError.from(thrown);
  if (error.code !== 'internal') return error;
  const { message } = error;
  const wrap = (code: EngineError['code'], text: string) =>
    new EngineError(code, text, { cause: thrown, details: { path, reported: message } });
  if (/shader-f16|\bf16\b.*(not|require)/i.test(message))
    return wrap(
      'not_supported',
      `${path} needs 16-bit arithmetic, which this GPU lacks. Choose a 32-bit build.`,
    );
  if (/protobuf|invalid model|failed to load model|INVALID_GRAPH|INVALID_PROTOBUF/i.test(message))
    return wrap('weights_damaged', `${path} is not a readable graph`);
  if (/not implemented|unsupported|no kernel|NOT_IMPLEMENTED/i.test(message))
    return wrap(
      'not_supported',
      `${path} uses an operation this device does not support. Choose another model or device.`,
    );
  return wrap('internal', `${path}: ${message}`);
}

/**
 * Names of the files with a graph's weights: by name, or whatever else lies in its folder where it
 * is alone there.
 */
function listBeside({ paths }: ModelFiles, path: string): string[] {
  const folder = folderOf(path);
  const named = listExternalData(paths, path);
  const others = [...paths].filter(
    (other) =>
      folderOf(other) === folder && other !== path && !/\.(json|txt|jinja|md)$/.test(other),
  );
  const isAlone = !others.some((other) => other.endsWith('.onnx'));
  return (named.length === 0 && isAlone ? others : named).map((other) =>
    other.slice(folder.length),
  );
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

function listSlots(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, TensorSlot> {
  return new Map(
    metadata.flatMap((value) =>
      value.isTensor ? [[value.name, { type: value.type, dims: value.shape }]] : [],
    ),
  );
}
