import type { DeviceFacts } from '../src/engine/chat/guide/device-answers.ts';
import type { DeviceInfo } from '../src/engine/device.ts';

/**
 * What the guide may say of this very device. Chrome tells memory in steps up to 8 GB, other
 * browsers not at all.
 */
export async function readDeviceFacts({ adapter }: DeviceInfo): Promise<DeviceFacts> {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const isReal = adapter !== null && !adapter.isSoftware;
  return {
    hasWebGpu: isReal,
    ...(isReal ? { gpu: adapter.name, hasF16: adapter.hasShaderF16 } : {}),
    ...(deviceMemory === undefined ? {} : { memoryGb: deviceMemory }),
    freeStorageGb: Math.floor((quota - usage) / 1e9),
    isOnline: navigator.onLine,
  };
}
