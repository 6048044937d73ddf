import { env } from '@huggingface/transformers';
import { RUNTIME_FILES } from '../workers/runtime-files.ts';

/**
 * Lets a peer's transformers.js, in a worker, read from this origin: models from its mirror of the
 * hub, or the built-in ones, and the runtime's files. Without a number of threads it uses its own
 * default.
 */
export function configureTransformers({
  threads,
  isBuiltIn = false,
}: {
  threads?: number;
  isBuiltIn?: boolean;
}): void {
  env.allowLocalModels = isBuiltIn;
  env.allowRemoteModels = !isBuiltIn;
  env.localModelPath = '/starter/';
  env.remoteHost = new URL('/hub/', location.href).href;
  // The files are named below, so that there is nothing to fetch from elsewhere.
  env.useWasmCache = false;
  const onnx = env.backends.onnx as { wasm: { wasmPaths: object; numThreads?: number } };
  onnx.wasm.wasmPaths = RUNTIME_FILES.webgpu;
  if (threads !== undefined) onnx.wasm.numThreads = threads;
}
