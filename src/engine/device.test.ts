import { expect, it } from 'vitest';
import { chooseDevice, describeAdapter, type AdapterLike, type DeviceInfo } from './device.ts';

function adapter(info: Partial<AdapterLike['info']>, features: string[] = []): AdapterLike {
  return {
    info: { vendor: '', architecture: '', device: '', description: '', ...info },
    features: new Set(features),
    limits: {
      maxBufferSize: 2 ** 30,
      maxStorageBufferBindingSize: 2 ** 27,
      maxComputeWorkgroupStorageSize: 2 ** 15,
      maxComputeInvocationsPerWorkgroup: 256,
    },
  };
}
const machine = (info: Partial<AdapterLike['info']>): DeviceInfo => ({
  adapter: describeAdapter(adapter(info)),
  wasmThreads: 2,
});

it('recognises software adapters by name and fallback flag', () => {
  expect(
    describeAdapter(adapter({ vendor: 'google', architecture: 'swiftshader' })).isSoftware,
  ).toBe(true);
  expect(describeAdapter(adapter({ description: 'llvmpipe (LLVM 15)' })).isSoftware).toBe(true);
  expect(describeAdapter(adapter({ vendor: 'amd', isFallbackAdapter: true })).isSoftware).toBe(
    true,
  );
  expect(describeAdapter(adapter({ vendor: 'amd', architecture: 'rdna-3' })).isSoftware).toBe(
    false,
  );
});

it('prefers a real GPU, but the processor over a software adapter', () => {
  expect(chooseDevice(machine({ vendor: 'nvidia', architecture: 'ada' }), 'auto')).toBe('webgpu');
  expect(chooseDevice(machine({ architecture: 'swiftshader' }), 'auto')).toBe('wasm');
  expect(chooseDevice({ adapter: null, wasmThreads: 1 }, 'auto')).toBe('wasm');
});

it('follows the request, and says when it cannot', () => {
  expect(chooseDevice(machine({ architecture: 'swiftshader' }), 'webgpu')).toBe('webgpu');
  expect(chooseDevice(machine({ vendor: 'nvidia' }), 'wasm')).toBe('wasm');
  expect(chooseDevice({ adapter: null, wasmThreads: 1 }, 'webgpu')).toBeNull();
});

it('names adapters as their makers do', () => {
  expect(describeAdapter(adapter({ vendor: 'nvidia', architecture: 'ada-lovelace' })).name).toBe(
    'NVIDIA ada-lovelace',
  );
  expect(describeAdapter(adapter({})).name).toBe('GPU');
});

it('never uses a GPU with wrong results, even on request', () => {
  const { adapter: found, wasmThreads } = machine({ vendor: 'nvidia', architecture: 'ada' });
  if (!found) throw new Error('no adapter');
  for (const preference of ['auto', 'webgpu', 'wasm'] as const)
    expect(chooseDevice({ adapter: { ...found, verdict: 'wrong' }, wasmThreads }, preference)).toBe(
      'wasm',
    );
  const hidden = { ...found, verdict: 'right-without-subgroups' } as const;
  expect(chooseDevice({ adapter: hidden, wasmThreads }, 'auto')).toBe('webgpu');
});
