/** The same for both sides: transformers.js and the same build of ONNX Runtime. */
import { AutoModelForCausalLM, AutoTokenizer, env } from '@huggingface/transformers';
import {
  describeWeights,
  type StoredGraph,
} from '../../src/engine/models/load/open-stored-graph.ts';
import { RUNTIME_FILES } from '../../workers/runtime-files.ts';

export async function loadWithTransformers(
  repository: string,
  revision: string,
  threads: number,
  graph?: StoredGraph,
): Promise<void> {
  env.allowLocalModels = false;
  // It would run the runtime's script from a blob, which a content security policy forbids.
  env.useWasmCache = false;
  const onnx = env.backends.onnx as { wasm: { wasmPaths: object; numThreads: number } };
  onnx.wasm.wasmPaths = RUNTIME_FILES.webgpu;
  onnx.wasm.numThreads = threads;
  await Promise.all([
    AutoTokenizer.from_pretrained(repository, { revision }),
    AutoModelForCausalLM.from_pretrained(repository, {
      revision,
      device: 'wasm',
      dtype: 'q4',
      ...(graph && describeWeights(graph)),
    }),
  ]);
}
