import { describe, expect, it, vi } from 'vitest';
import { TEST_GPU } from '../../adapter.fixture.ts';
import { createFakeHost } from '../../chat/fake-language-model.fixture.ts';
import type { AdapterInfo, DeviceInfo } from '../../device.ts';
import { writeChatManifest } from '../chat-manifest.fixture.ts';
import type { Dtype, ModelVariant } from '../manifest.ts';
import { chooseBuild, chooseLoadDevice, chooseStoredBuild } from './choose-build.ts';

const NO_HALF: AdapterInfo = { ...TEST_GPU, hasShaderF16: false };
const machine = (adapter: AdapterInfo | null): DeviceInfo => ({ adapter, wasmThreads: 4 });

function modelOf(...builds: readonly (Dtype | readonly [Dtype, bytes: number])[]) {
  const variants = builds.map((build): ModelVariant => {
    const [dtype, approximateBytes] = typeof build === 'string' ? [build, 1e6] : build;
    return { dtype, files: [{ path: dtype }], approximateBytes };
  });
  return writeChatManifest({ variants });
}

describe('the build to bring', () => {
  const both = modelOf('fp32', 'q4', 'q4f16');
  const choose = (adapter: AdapterInfo | null, ...among: Dtype[]) => {
    const build = chooseBuild(both, machine(adapter), 'auto', among.length > 0 ? among : undefined);
    return build && [build.device, build.variant.dtype];
  };

  it('computes in 16 bits where the GPU can, and in 32 where not', () => {
    expect(choose(TEST_GPU)).toEqual(['webgpu', 'q4f16']);
    expect(choose(NO_HALF)).toEqual(['webgpu', 'q4']);
    expect(choose(null)).toEqual(['wasm', 'q4']);
  });

  it('has as few bits as there are, where a model was trained for them', () => {
    const trained = modelOf('q4f16', 'q4', 'q2f16', 'q2', 'q1');
    const onGpu = (adapter: AdapterInfo) =>
      chooseBuild(trained, machine(adapter), 'auto', ['q4f16', 'q4', 'q2f16', 'q2']);
    expect(chooseBuild(trained, machine(NO_HALF), 'auto')?.variant.dtype).toBe('q1');
    expect(onGpu(TEST_GPU)?.variant.dtype).toBe('q2f16');
    expect(onGpu(NO_HALF)?.variant.dtype).toBe('q2');
    expect(chooseBuild(trained, machine(null), 'auto')?.variant.dtype).toBe('q4');
    expect(chooseBuild(modelOf('q1', 'q1f16'), machine(null), 'auto')).toBeUndefined();
  });

  it('is one of those it may be', () => {
    expect(choose(TEST_GPU, 'q4')).toEqual(['webgpu', 'q4']);
    expect(choose(null, 'q4f16')).toBeUndefined();
  });

  it('is none where there is no such device', () => {
    expect(chooseBuild(both, machine(null), 'webgpu')).toBeUndefined();
    expect(chooseBuild(both, machine(TEST_GPU), 'wasm')?.device).toBe('wasm');
  });

  it('has eight bits on the processor', () => {
    const build = chooseBuild(modelOf('fp32', 'q4', 'q8'), machine(null), 'auto');
    expect(build?.variant.dtype).toBe('q8');
  });

  it('has four bits on the processor where the larger file would not fit into its memory', () => {
    const large = modelOf(['q8', 3e9], ['q4', 1.5e9]);
    expect(chooseBuild(large, machine(null), 'auto')?.variant.dtype).toBe('q4');
    expect(chooseBuild(large, machine(null), 'auto', ['q8'])?.variant.dtype).toBe('q8');
  });
});

describe('the build in GGUF to bring', () => {
  const gguf = modelOf(['Q8_0', 5e9], ['Q4_K_M', 4e9], ['Q2_K', 2e9]);
  const choose = (adapter: AdapterInfo | null, preference: 'auto' | 'webgpu' = 'auto') => {
    const build = chooseBuild(gguf, machine(adapter), preference);
    return build && [build.device, build.variant.dtype];
  };

  it('is what people use, on a GPU that computes in 16 bits', () => {
    expect(choose(TEST_GPU)).toEqual(['webgpu', 'Q4_K_M']);
  });

  it('is for the processor elsewhere, as large as fits there', () => {
    expect(choose(NO_HALF)).toEqual(['wasm', 'Q2_K']);
    expect(choose(null)).toEqual(['wasm', 'Q2_K']);
    expect(choose(NO_HALF, 'webgpu')).toBeUndefined();
  });
});

describe('the build to load', () => {
  const onGpu = { device: 'webgpu', adapter: TEST_GPU, preference: 'auto' } as const;
  const stored = { manifest: modelOf('q8', 'q4f16'), dtypes: ['q8'] satisfies Dtype[] };

  it('runs on the processor where what is stored does not run on the GPU', () => {
    expect(chooseStoredBuild(stored, onGpu)).toMatchObject({
      device: 'wasm',
      variant: { dtype: 'q8' },
    });
  });

  it('stays on the device that was asked for by name', () => {
    expect(chooseStoredBuild(stored, { ...onGpu, preference: 'webgpu' })).toBeUndefined();
  });

  it('is no other than the one that was asked for', () => {
    const two = { ...stored, dtypes: ['q8', 'q4f16'] satisfies Dtype[] };
    expect(chooseStoredBuild(two, onGpu)?.variant.dtype).toBe('q4f16');
    expect(chooseStoredBuild(two, { ...onGpu, dtype: 'q8' })?.variant.dtype).toBe('q8');
    expect(chooseStoredBuild(stored, { ...onGpu, dtype: 'q4f16' })).toBeUndefined();
  });
});

describe('the device to load on', () => {
  const openHost = (adapter: AdapterInfo) => ({
    ...createFakeHost(),
    device: machine(adapter),
    checkGpu: vi.fn(),
  });

  it('is the processor for what comes with the app until the GPU has been checked', async () => {
    const host = openHost(TEST_GPU);
    await expect(chooseLoadDevice(host, 'built-in', 'auto')).resolves.toBe('wasm');
    expect(host.checkGpu).not.toHaveBeenCalled();
    host.device = machine({ ...TEST_GPU, verdict: 'right' });
    await expect(chooseLoadDevice(host, 'built-in', 'auto')).resolves.toBe('webgpu');
  });

  it('waits for the check of the GPU for all other models', async () => {
    const host = openHost(TEST_GPU);
    host.checkGpu.mockImplementation(async () => {
      host.device = machine({ ...TEST_GPU, verdict: 'wrong' });
    });
    await expect(chooseLoadDevice(host, 'hub', 'auto')).resolves.toBe('wasm');
    expect(host.checkGpu).toHaveBeenCalledTimes(1);
  });

  it('is the processor where the runtime was started for it', async () => {
    const host = { ...openHost({ ...TEST_GPU, verdict: 'right' }), startedFor: 'wasm' as const };
    await expect(chooseLoadDevice(host, 'hub', 'auto')).resolves.toBe('wasm');
  });
});
