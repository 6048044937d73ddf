import type { BrowserDevice } from '../../device.ts';
import { computesInF16 } from './choose-build.ts';
import { sizeOfVariant, type ChatManifest, type Dtype, type ModelManifest } from '../manifest.ts';

/** Memory of ONNX Runtime, the tokenizer and the page. */
const RUNTIME_BYTES = 200e6;
/** Alignment and buffers of the weights once they are laid out for computing. */
const LAYOUT = 1.15;
/** Most conversations stay below this. */
const USUAL_TOKENS = 4096;

/**
 * Bytes of memory that a chat model takes while it answers: weights, keys and values of a usual
 * conversation, and the runtime. An estimate, to warn before a download; `undefined` if the size is
 * not known, and for models of other kinds, whose parts need not be in memory at once.
 */
export function estimateMemory(manifest: ModelManifest, dtype: Dtype): number | undefined {
  const weights = sizeOfVariant(manifest, dtype);
  if (weights === undefined || manifest.task !== 'chat') return undefined;
  return Math.round(weights * LAYOUT + countKeyValueBytes(manifest, dtype) + RUNTIME_BYTES);
}

/** Keys and values of all layers: `2 * layers * heads * size` numbers for each token. */
function countKeyValueBytes(
  { architecture, contextLength, engine }: ChatManifest,
  dtype: Dtype,
): number {
  if (!architecture) return 0;
  const { layers, keyValueHeads, headSize } = architecture;
  // llama.cpp makes room for the whole context at once.
  const isGguf = engine === 'llama-cpp';
  const bytesOfNumber = isGguf || computesInF16(dtype) ? 2 : 4;
  const tokens = isGguf ? contextLength : Math.min(contextLength, USUAL_TOKENS);
  return 2 * layers * keyValueHeads * headSize * bytesOfNumber * tokens;
}

/** Parameters per byte of a file, if the manifest does not say how many there are. */
const PARAMETERS_PER_BYTE: Partial<Record<Dtype, number>> = {
  q4: 1.5,
  q4f16: 1.7,
  bnb4: 1.7,
  q2: 2.5,
  q2f16: 3,
};
/** Keys, values and what one pass computes with, as a share of the weights. */
const WORKING_SHARE = 0.3;

/**
 * About what a build takes in memory while it runs, in bytes. On wasm 4-bit weights are unpacked to
 * floats (onnx/rewrite-graph.ts), at most `unpackBudgetBytes` of them. 0 where the manifest tells
 * no sizes.
 */
export function estimateMemoryBytes(
  manifest: ModelManifest,
  dtype: Dtype,
  device: BrowserDevice,
  unpackBudgetBytes = Infinity,
): number {
  const fileBytes = sizeOfVariant(manifest, dtype) ?? 0;
  const perByte = PARAMETERS_PER_BYTE[dtype];
  if (device === 'webgpu' || !perByte) return Math.round(fileBytes * (1 + WORKING_SHARE));
  const unpackedBytes = Math.min(
    unpackBudgetBytes,
    (manifest.parameters ?? fileBytes * perByte) * 4,
  );
  return Math.round(Math.max(fileBytes, unpackedBytes) * (1 + WORKING_SHARE));
}
