import {
  chooseDevice,
  type BrowserDevice,
  type DeviceInfo,
  type DevicePreference,
} from '../../device.ts';
import { estimateMemory } from './estimate-memory.ts';
import type { ModelManifest, ModelVariant } from '../manifest.ts';
import { chooseBuild, hasBuildFor, needsShaderF16 } from './choose-build.ts';

/** Whether a model runs on a device, judged before anything of it has been fetched. */
export type Verdict =
  | {
      type: 'runs';
      device: BrowserDevice;
      variant: ModelVariant;
      memoryBytes: number | undefined;
      /** The available memory; `Infinity` if the browser does not say. */
      availableBytes: number;
    }
  /** All builds compute in 16 bits, which needs a GPU that can. */
  | { type: 'needs-f16'; hasGpu: boolean }
  /**
   * It runs on GPUs alone, and this machine computes on its processor: there is none, or it is not
   * used.
   */
  | { type: 'needs-gpu'; why: 'none' | 'settings' | 'software' | 'wrong-numbers' }
  /** A build fits the device, but not into its memory. */
  | { type: 'too-large'; variant: ModelVariant; neededBytes: number; availableBytes: number }
  /** WebGPU was asked for, and there is none. */
  | { type: 'no-gpu' }
  | { type: 'no-build' }
  /** For llama.cpp, which this browser's WebAssembly cannot run. */
  | { type: 'needs-large-wasm' };

/** What a WebAssembly heap can address. */
const WASM_HEAP_BYTES = 2 ** 32;
/** The rest belongs to the system and other tabs. */
const SHARE_OF_MEMORY = 0.6;

/**
 * `memoryBytes` is the machine's memory as the browser tells it (engine-client/device-memory.ts),
 * `undefined` if it does not, or tells only that there is much.
 */
export function judgeModel(
  manifest: ModelManifest,
  device: DeviceInfo,
  preference: DevicePreference,
  memoryBytes: number | undefined,
): Verdict {
  if (manifest.engine === 'llama-cpp' && device.hasLargeWasm === false)
    return { type: 'needs-large-wasm' };
  const target = chooseDevice(device, preference);
  if (!target) return { type: 'no-gpu' };
  const build = chooseBuild(manifest, device, preference);
  if (!build) return judgeAbsence(manifest, device, preference, target);
  const { variant } = build;
  const neededBytes = estimateMemory(manifest, variant.dtype);
  const availableBytes = Math.min(
    build.device === 'wasm' ? WASM_HEAP_BYTES : Infinity,
    memoryBytes === undefined ? Infinity : memoryBytes * SHARE_OF_MEMORY,
  );
  return neededBytes !== undefined && neededBytes > availableBytes
    ? { type: 'too-large', variant, neededBytes, availableBytes }
    : { type: 'runs', device: build.device, variant, memoryBytes: neededBytes, availableBytes };
}

/** Why no build runs. */
function judgeAbsence(
  manifest: ModelManifest,
  { adapter }: DeviceInfo,
  preference: DevicePreference,
  target: BrowserDevice,
): Verdict {
  const needsF16 = manifest.variants.every(needsShaderF16);
  if (needsF16 && (target === 'webgpu' || !adapter))
    return { type: 'needs-f16', hasGpu: target === 'webgpu' };
  if (target === 'webgpu' || !hasBuildFor(manifest, 'webgpu')) return { type: 'no-build' };
  return { type: 'needs-gpu', why: explainProcessor(adapter, preference) };
}

function explainProcessor(adapter: DeviceInfo['adapter'], preference: DevicePreference) {
  if (!adapter) return 'none';
  if (preference === 'wasm') return 'settings';
  return adapter.verdict === 'wrong' ? 'wrong-numbers' : 'software';
}
