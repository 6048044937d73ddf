import type { AdapterInfo } from './device.ts';

/** A GPU that computes in 16 bits, whose numbers have not been checked. */
export const TEST_GPU: AdapterInfo = {
  id: 'test',
  name: 'GPU',
  isSoftware: false,
  hasShaderF16: true,
  maxBufferSizeBytes: 2 ** 31,
  maxStorageBufferBindingSizeBytes: 2 ** 30,
  maxWorkgroupStorageBytes: 2 ** 15,
  maxWorkgroupInvocations: 256,
  features: ['shader-f16'],
};
