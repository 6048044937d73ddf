import { chooseDevice, type DeviceInfo, type DevicePreference } from '../device.ts';
import { estimateMemory } from './estimate-memory.ts';
import type { Dtype, ModelManifest, ModelVariant } from './manifest.ts';
import { selectVariant } from './select-variant.ts';

/** Whether a model runs on a device, before anything of it has been fetched. */
export type Verdict =
  | { type: 'runs'; device: 'webgpu' | 'wasm'; variant: ModelVariant; memoryBytes: number | undefined }
  /** All builds compute in 16 bits, which needs a GPU that can. */
  | { type: 'needs-f16'; hasGpu: boolean }
  /** A build fits the device, but not into its memory. */
  | { type: 'too-large'; variant: ModelVariant; neededBytes: number; availableBytes: number }
  /** WebGPU was asked for, and there is none. */
  | { type: 'no-gpu' }
  | { type: 'no-build' };

/** What a WebAssembly heap can address. */
const WASM_HEAP_BYTES = 2 ** 32;
/** The rest belongs to the system and to other tabs. */
const SHARE_OF_MEMORY = 0.6;

/**
 * `memoryBytes` is the machine's memory as the browser tells it (engine-client/device-memory.ts), `undefined` where it does not, or tells
 * only that there is much.
 */
export function judgeModel(
  manifest: ModelManifest,
  device: DeviceInfo,
  preference: DevicePreference,
  memoryBytes: number | undefined,
): Verdict {
  const target = chooseDevice(device, preference);
  if (!target) return { type: 'no-gpu' };
  const variant = selectVariant(manifest, target, device.adapter);
  if (!variant)
    return manifest.variants.every(({ dtype }) => NEEDS_F16.has(dtype))
      ? { type: 'needs-f16', hasGpu: target === 'webgpu' }
      : { type: 'no-build' };
  const neededBytes = estimateMemory(manifest, variant.dtype);
  const availableBytes = Math.min(
    target === 'wasm' ? WASM_HEAP_BYTES : Infinity,
    memoryBytes === undefined ? Infinity : memoryBytes * SHARE_OF_MEMORY,
  );
  return neededBytes !== undefined && neededBytes > availableBytes
    ? { type: 'too-large', variant, neededBytes, availableBytes }
    : { type: 'runs', device: target, variant, memoryBytes: neededBytes };
}

const NEEDS_F16: ReadonlySet<Dtype> = new Set<Dtype>(['q4f16', 'fp16']);
