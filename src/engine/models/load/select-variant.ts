import type { AdapterInfo, Device } from '../../device.ts';
import { sizeOfVariant, type Dtype, type ModelManifest, type ModelVariant } from '../manifest.ts';

type BrowserDevice = Extract<Device, 'webgpu' | 'wasm'>;

/**
 * Which dtypes to take first. WebGPU: the smallest that computes in f16, then what runs anywhere.
 * wasm: 8-bit files first, which it multiplies as they are; then 4-bit ones, which are unpacked to
 * floats when they are loaded (onnx/rewrite-graph.ts) and so as fast as the 32-bit file at an
 * eighth of the download. 16-bit floats it cannot multiply at all.
 */
const PREFERRED: Record<BrowserDevice, readonly Dtype[]> = {
  webgpu: ['q4f16', 'q4', 'fp16', 'fp32'],
  wasm: ['q8', 'int8', 'uint8', 'q4', 'bnb4', 'fp32'],
};
const NEEDS_SHADER_F16: ReadonlySet<Dtype> = new Set<Dtype>(['q4f16', 'fp16']);

/** wasm addresses 4 GB, and a file lies beside what is made of it while it loads. */
const MAX_ON_WASM_BYTES = 2e9;

/**
 * The build to use on a device, or `undefined` if none runs there. `installed` limits the choice to
 * what is on disk.
 */
export function selectVariant(
  manifest: ModelManifest,
  device: BrowserDevice,
  adapter: AdapterInfo | null,
  installed?: readonly Dtype[],
): ModelVariant | undefined {
  return manifest.variants
    .filter((variant) => !installed || installed.includes(variant.dtype))
    .filter((variant) => runsOn(variant, device, adapter))
    .sort((a, b) => rank(manifest, a, device) - rank(manifest, b, device))[0];
}

/** Whether any build is made for such a device, whatever the one here can do. */
export function hasBuildFor({ variants }: ModelManifest, device: BrowserDevice): boolean {
  return variants.some((variant) => isMadeFor(variant, device));
}

function isMadeFor({ dtype, devices }: ModelVariant, device: BrowserDevice): boolean {
  return devices?.includes(device) ?? PREFERRED[device].includes(dtype);
}

function runsOn(
  variant: ModelVariant,
  device: BrowserDevice,
  adapter: AdapterInfo | null,
): boolean {
  if (!isMadeFor(variant, device)) return false;
  return (
    device === 'wasm' || !NEEDS_SHADER_F16.has(variant.dtype) || adapter?.hasShaderF16 === true
  );
}

/** What is too large to load comes last: if it is all there is, the error says so. */
function rank(manifest: ModelManifest, { dtype }: ModelVariant, device: BrowserDevice): number {
  const place = PREFERRED[device].indexOf(dtype);
  const isTooLarge = device === 'wasm' && (sizeOfVariant(manifest, dtype) ?? 0) > MAX_ON_WASM_BYTES;
  return (place < 0 ? PREFERRED[device].length : place) + (isTooLarge ? 100 : 0);
}
