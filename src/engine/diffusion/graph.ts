import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { EngineError } from '../errors.ts';
import type { Ort } from '../host.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ModelFiles } from './model-files.ts';

/** A graph's input or output. Dimensions that the graph leaves open are names. */
export interface TensorSlot {
  type: Tensor.Type;
  dims: readonly (number | string)[];
}

/** A network in memory. */
export interface Graph {
  readonly inputs: ReadonlyMap<string, TensorSlot>;
  readonly outputs: ReadonlyMap<string, TensorSlot>;
  /** Outputs lie where the arithmetic works, or in JavaScript's memory if the graph was opened so; the caller disposes of them. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

export interface GraphOptions {
  executionProvider: InferenceSession.ExecutionProviderConfig;
  outputLocation: Arithmetic['location'];
}

/** Throws `weights_damaged` where the file is broken, `out_of_memory`, `not_supported` where the device lacks what the graph needs. */
export async function openGraph(ort: Ort, files: ModelFiles, path: string, options: GraphOptions): Promise<Graph> {
  const [bytes, externalData] = await Promise.all([files.read(path), readExternalData(files, path)]);
  const session = await createSession(ort, bytes, path, {
    executionProviders: [options.executionProvider],
    ...(options.outputLocation === 'gpu-buffer' ? { preferredOutputLocation: 'gpu-buffer' } : {}),
    ...(externalData.length > 0 ? { externalData } : {}),
  });
  return {
    inputs: listSlots(session.inputMetadata),
    outputs: listSlots(session.outputMetadata),
    run: (feeds) => session.run(feeds).catch((thrown: unknown) => Promise.reject(explainFailure(thrown, path))),
    release: () => session.release(),
  };
}

async function createSession(
  ort: Ort,
  bytes: Uint8Array,
  path: string,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, options);
  } catch (thrown) {
    throw explainFailure(thrown, path);
  }
}

/** ONNX Runtime tells failures by their text alone. */
function explainFailure(thrown: unknown, path: string): EngineError {
  const error = EngineError.from(thrown);
  if (error.code !== 'internal') return error;
  const { message } = error;
  const wrap = (code: EngineError['code'], text: string) =>
    new EngineError(code, text, { cause: thrown, details: { path } });
  if (/shader-f16|\bf16\b.*(not|require)/i.test(message))
    return wrap('not_supported', `${path} computes in 16 bits, which this GPU does not offer. Choose a 32-bit build.`);
  if (/protobuf|invalid model|failed to load model|INVALID_GRAPH|INVALID_PROTOBUF/i.test(message))
    return wrap('weights_damaged', `${path} is no graph that can be read`);
  if (/not implemented|unsupported|no kernel|NOT_IMPLEMENTED/i.test(message))
    return wrap('not_supported', `${path} uses an operation that this device does not know: ${message}`);
  return wrap('internal', `${path}: ${message}`);
}

/** Weights kept beside the graph: `model.onnx_data`, `model.onnx.data`, `weights.pb`, found by the folder that they share. */
async function readExternalData(files: ModelFiles, path: string) {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const stem = path.slice(folder.length).replace(/\.onnx$/, '');
  const isData = (name: string) => name.startsWith(`${stem}.onnx`) || name === 'weights.pb' || name === `${stem}.data`;
  const names = [...files.paths]
    .filter((candidate) => candidate.startsWith(folder) && candidate !== path)
    .map((candidate) => candidate.slice(folder.length))
    .filter(isData);
  return Promise.all(names.map(async (name) => ({ path: name, data: await files.read(`${folder}${name}`) })));
}

function listSlots(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, TensorSlot> {
  return new Map(
    metadata.flatMap((value) => (value.isTensor ? [[value.name, { type: value.type, dims: value.shape }]] : [])),
  );
}
