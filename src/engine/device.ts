import type { GpuVerdict } from './gpu/self-test/gpu-verdict.ts';

/** What a browser's page can compute on. */
export const BROWSER_DEVICES = ['webgpu', 'wasm'] as const satisfies readonly ComputeDevice[];
export type BrowserDevice = (typeof BROWSER_DEVICES)[number];

/**
 * What an engine computes on, in a page or on a server. For all that runs in both homes; what only
 * a page does (choosing from an adapter, sharing a GPU among tabs) takes a `BrowserDevice`, so that
 * it need not answer for `cpu` and `cuda`.
 */
export type ComputeDevice = 'webgpu' | 'wasm' | 'cpu' | 'cuda';

/** The user's choice. `auto` uses a real GPU if there is one. */
export type DevicePreference = 'auto' | BrowserDevice;

/**
 * The part of a `GPUAdapter` that decisions depend on; structural, so that it compiles without DOM
 * types.
 */
export interface AdapterLike {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly features: {
    has(feature: string): boolean;
    forEach(visit: (feature: string) => void): void;
  };
  readonly limits: {
    readonly maxBufferSize: number;
    readonly maxStorageBufferBindingSize: number;
    readonly maxComputeWorkgroupStorageSize: number;
    readonly maxComputeInvocationsPerWorkgroup: number;
  };
}

/** A GPU as the interface and the choice of a dtype see it. Sizes in bytes. */
export interface AdapterInfo {
  /** Everything that distinguishes adapters. */
  id: string;
  /**
   * A name for people, e.g. "NVIDIA ada-lovelace"; browsers reveal no more than vendor and
   * architecture by default.
   */
  name: string;
  /**
   * Computed on the processor (SwiftShader, llvmpipe, WARP): slower than wasm, so it counts as no
   * GPU unless asked for.
   */
  isSoftware: boolean;
  hasShaderF16: boolean;
  maxBufferSizeBytes: number;
  maxStorageBufferBindingSizeBytes: number;
  maxWorkgroupStorageBytes: number;
  maxWorkgroupInvocations: number;
  /** Optional features by their WebGPU names. */
  features: readonly string[];
  /** What the numeric self-test found (gpu/self-test); `undefined` before it has run. */
  verdict?: GpuVerdict['result'] | undefined;
}

/** What this machine offers to an engine. */
export interface DeviceInfo {
  adapter: AdapterInfo | null;
  /** Threads that wasm may use; 1 where the page is not cross-origin isolated. */
  wasmThreads: number;
  /** Without it llama.cpp does not run here. Default true. */
  hasLargeWasm?: boolean;
}

const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b|software/i;

/** Reads what matters from a `GPUAdapter`. */
export function describeAdapter({ info, features, limits }: AdapterLike): AdapterInfo {
  const names: string[] = [];
  features.forEach((feature) => names.push(feature));
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return {
    id: [info.vendor, info.architecture, info.device, info.description].join('/'),
    name: nameAdapter(info),
    isSoftware: info.isFallbackAdapter === true || SOFTWARE_ADAPTER.test(words),
    hasShaderF16: features.has('shader-f16'),
    maxBufferSizeBytes: limits.maxBufferSize,
    maxStorageBufferBindingSizeBytes: limits.maxStorageBufferBindingSize,
    maxWorkgroupStorageBytes: limits.maxComputeWorkgroupStorageSize,
    maxWorkgroupInvocations: limits.maxComputeInvocationsPerWorkgroup,
    features: names.sort(),
  };
}

/**
 * The device to compute on, given what is available and what was requested. A GPU with wrong
 * results is never used. `null`: WebGPU was requested but is missing.
 */
export function chooseDevice(
  { adapter }: DeviceInfo,
  preference: DevicePreference,
): BrowserDevice | null {
  if (preference === 'wasm' || adapter?.verdict === 'wrong') return 'wasm';
  if (preference === 'webgpu') return adapter ? 'webgpu' : null;
  return adapter && !adapter.isSoftware ? 'webgpu' : 'wasm';
}

const VENDORS: Record<string, string> = {
  nvidia: 'NVIDIA',
  amd: 'AMD',
  intel: 'Intel',
  apple: 'Apple',
  arm: 'Arm',
  google: 'Google',
};

function nameAdapter({ vendor, architecture, description }: AdapterLike['info']): string {
  if (description) return description;
  if (/swiftshader/i.test(architecture)) return 'SwiftShader';
  const maker = VENDORS[vendor.toLowerCase()] ?? vendor;
  return [maker, architecture].filter(Boolean).join(' ') || 'GPU';
}

/** Says what runs where, and that nothing leaves the device. Empty until the device is known. */
export function describePrivacy(device: DeviceInfo | null): string {
  if (!device) return '';
  const place = device.adapter && !device.adapter.isSoftware ? device.adapter.name : 'processor';
  return `Running on your ${place}. Nothing you type leaves this page.`;
}
