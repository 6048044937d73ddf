import { EngineError } from '../src/engine/errors.ts';

/** What ONNX Runtime's kernels make use of where it is there. */
const WANTED_FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/** Limits of which a network may need all that there is. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

let current: Promise<GPUDevice> | undefined;

/**
 * The one device of this worker, for the networks and for the arithmetic between them: buffers pass
 * from one to the other. After a loss the next call asks for a new one. Throws
 * `webgpu_unavailable`.
 */
export function openGpuDevice(): Promise<GPUDevice> {
  const opening = (current ??= requestDevice());
  const forget = () => {
    if (current === opening) current = undefined;
  };
  opening.then(({ lost }) => lost.then(forget), forget);
  return opening;
}

async function requestDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new EngineError('webgpu_unavailable', 'WebGPU is selected, but this browser has no GPU.');
  const requiredLimits = Object.fromEntries(
    WANTED_LIMITS.map((name) => [name, adapter.limits[name]]),
  );
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  return adapter.requestDevice({ requiredFeatures, requiredLimits });
}
