import {
  chooseDevice,
  type AdapterInfo,
  type BrowserDevice,
  type DeviceInfo,
  type DevicePreference,
} from '../../device.ts';
import type { EngineHost } from '../../host.ts';
import { GGUF_QUANTISATIONS, isGgufQuantisation } from '../gguf/quantisations.ts';
import { sizeOfVariant, type Dtype, type ModelManifest, type ModelVariant } from '../manifest.ts';
import type { InstalledModel } from '../store/weight-store.ts';

/** A build of a model, and the device that is to compute it. */
export interface ChosenBuild {
  device: BrowserDevice;
  variant: ModelVariant;
}

/** Where a stored model is to run. */
export interface LoadTarget {
  device: BrowserDevice;
  adapter: AdapterInfo | null;
  /** The preference that chose the device: on `auto` the processor may stand in for a GPU. */
  preference: DevicePreference;
  /** Default: the best one stored. */
  dtype?: Dtype | undefined;
}

/**
 * Which dtypes to take first. WebGPU: the smallest that computes in f16, then what runs anywhere;
 * below four bits only models that were trained for it are published, so that nothing is lost by
 * them. wasm: 8-bit files first, which it multiplies as they are; then 4-bit ones, which are unpacked to
 * floats when they are loaded (onnx/rewrite-graph.ts) and so as fast as the 32-bit file at an
 * eighth of the download. 16-bit floats it cannot multiply at all.
 */
const PREFERRED: Record<BrowserDevice, readonly Dtype[]> = {
  webgpu: ['q1f16', 'q1', 'q2f16', 'q2', 'q4f16', 'q4', 'fp16', 'fp32'],
  wasm: ['q8', 'int8', 'uint8', 'q4', 'bnb4', 'q2', 'fp32'],
};
const COMPUTES_IN_F16: ReadonlySet<Dtype> = new Set<Dtype>(['q1f16', 'q2f16', 'q4f16', 'fp16']);
/** llama.cpp runs all of its own on both. */
const listPreferred = (device: BrowserDevice): readonly Dtype[] => [
  ...PREFERRED[device],
  ...GGUF_QUANTISATIONS,
];

/**
 * wasm addresses 4 GB, and a file lies beside what is made of it while it loads; those in GGUF are
 * computed with as they are.
 */
const MAX_ON_WASM_BYTES = 2e9;
const MAX_GGUF_ON_WASM_BYTES = 3.5e9;

/**
 * The build to bring to this machine, and the device it is for. `undefined`: none runs on the
 * device that the preference leads to, or there is no such device. `among` limits the choice.
 */
export function chooseBuild(
  manifest: ModelManifest,
  machine: DeviceInfo,
  preference: DevicePreference,
  among?: readonly Dtype[],
): ChosenBuild | undefined {
  const device = chooseDevice(machine, preference);
  const variant = device && selectVariant(manifest, device, machine.adapter, among);
  if (device && variant) return { device, variant };
  // Without a GPU that can compute in 16 bits, llama.cpp is at home on the processor.
  const onProcessor = selectVariant(manifest, 'wasm', null, among);
  return preference === 'auto' && onProcessor && isGgufQuantisation(onProcessor.dtype)
    ? { device: 'wasm', variant: onProcessor }
    : undefined;
}

/**
 * The build to load out of those that are stored. They may have been chosen for another device: on
 * `auto`, what does not run on the GPU may still run on the processor.
 */
export function chooseStoredBuild(
  { manifest, dtypes }: Pick<InstalledModel, 'manifest' | 'dtypes'>,
  { device, adapter, preference, dtype }: LoadTarget,
): ChosenBuild | undefined {
  const wanted = dtype ? dtypes.filter((stored) => stored === dtype) : dtypes;
  const variant = selectVariant(manifest, device, adapter, wanted);
  if (variant) return { device, variant };
  if (device === 'wasm' || preference !== 'auto') return undefined;
  const onProcessor = selectVariant(manifest, 'wasm', adapter, wanted);
  return onProcessor && { device: 'wasm', variant: onProcessor };
}

/**
 * The device to load a model on. Where that would be a GPU, its numbers are checked first, which
 * takes seconds the first time; what comes with the app does not wait for that and runs on the
 * processor until it is done. `null`: WebGPU was asked for and there is none.
 */
export async function chooseLoadDevice(
  host: EngineHost,
  origin: ModelManifest['origin'],
  preference: DevicePreference,
): Promise<BrowserDevice | null> {
  const isUnchecked = host.checkGpu !== undefined && host.device.adapter?.verdict === undefined;
  // A runtime started for the processor has no WebGPU.
  const staysOnProcessor = host.startedFor === 'wasm' || (origin === 'built-in' && isUnchecked);
  if (preference === 'auto' && staysOnProcessor) return 'wasm';
  await host.checkGpu?.(preference);
  return chooseDevice(host.device, preference);
}

/** Whether any build is made for this kind of device, whatever this machine's can do. */
export function hasBuildFor({ variants }: ModelManifest, device: BrowserDevice): boolean {
  return variants.some((variant) => isMadeFor(variant, device));
}

/** Whether a build computes in 16 bits on a GPU, which not every GPU can: llama.cpp always does. */
export function needsShaderF16({ dtype }: ModelVariant): boolean {
  return computesInF16(dtype) || isGgufQuantisation(dtype);
}

/** Whether a build's numbers between its layers have 16 bits. */
export function computesInF16(dtype: Dtype): boolean {
  return COMPUTES_IN_F16.has(dtype);
}

function selectVariant(
  manifest: ModelManifest,
  device: BrowserDevice,
  adapter: AdapterInfo | null,
  among?: readonly Dtype[],
): ModelVariant | undefined {
  return manifest.variants
    .filter((variant) => !among || among.includes(variant.dtype))
    .filter((variant) => runsOn(variant, device, adapter))
    .sort((a, b) => rank(manifest, a, device) - rank(manifest, b, device))[0];
}

function isMadeFor({ dtype, devices }: ModelVariant, device: BrowserDevice): boolean {
  return devices?.includes(device) ?? listPreferred(device).includes(dtype);
}

function runsOn(
  variant: ModelVariant,
  device: BrowserDevice,
  adapter: AdapterInfo | null,
): boolean {
  if (!isMadeFor(variant, device)) return false;
  return device === 'wasm' || !needsShaderF16(variant) || adapter?.hasShaderF16 === true;
}

/** What is too large to load comes last: if it is all there is, the error says so. */
function rank(manifest: ModelManifest, { dtype }: ModelVariant, device: BrowserDevice): number {
  const preferred = listPreferred(device);
  const place = preferred.indexOf(dtype);
  const most = isGgufQuantisation(dtype) ? MAX_GGUF_ON_WASM_BYTES : MAX_ON_WASM_BYTES;
  const isTooLarge = device === 'wasm' && (sizeOfVariant(manifest, dtype) ?? 0) > most;
  return (place < 0 ? preferred.length : place) + (isTooLarge ? 100 : 0);
}
