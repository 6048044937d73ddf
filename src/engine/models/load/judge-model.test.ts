import { describe, expect, it } from 'vitest';
import { TEST_GPU } from '../../adapter.fixture.ts';
import type { AdapterInfo, DeviceInfo } from '../../device.ts';
import { CATALOG } from '../catalog.ts';
import { configSchema, describeDecoder } from '../../repositories/decoder-config.ts';
import { estimateMemory } from './estimate-memory.ts';
import { judgeModel } from './judge-model.ts';
import type { Dtype, ModelManifest } from '../manifest.ts';

const GB = 2 ** 30;
const gpu = TEST_GPU;
const machine = (adapter: AdapterInfo | null): DeviceInfo => ({ adapter, wasmThreads: 4 });
const [base] = CATALOG as [ModelManifest];
const model = (builds: Partial<Record<Dtype, number>>): ModelManifest => ({
  ...base,
  files: [],
  variants: Object.entries(builds).map(([dtype, approximateBytes]) => ({
    dtype: dtype as Dtype,
    approximateBytes,
    files: [{ path: dtype }],
  })),
});

describe('the verdict on a model', () => {
  const both = model({ q4f16: 500e6, q8: 600e6 });

  it('names the device, the build and the memory', () => {
    expect(judgeModel(both, machine(gpu), 'auto', undefined)).toMatchObject({
      type: 'runs',
      device: 'webgpu',
      variant: { dtype: 'q4f16' },
      memoryBytes: estimateMemory(both, 'q4f16'),
    });
    expect(judgeModel(both, machine(null), 'auto', undefined)).toMatchObject({
      device: 'wasm',
      variant: { dtype: 'q8' },
    });
  });

  it('knows that llama.cpp needs more of WebAssembly than some browsers have', () => {
    const gguf = CATALOG.find(({ engine }) => engine === 'llama-cpp') as ModelManifest;
    const old = { ...machine(gpu), hasLargeWasm: false };
    expect(judgeModel(gguf, old, 'auto', undefined).type).toBe('needs-large-wasm');
    const noHalf = machine({ ...gpu, hasShaderF16: false });
    expect(judgeModel(gguf, noHalf, 'auto', undefined)).toMatchObject({
      ...{ type: 'runs', device: 'wasm' },
    });
  });

  it('says what is missing if no build runs', () => {
    const half = model({ q4f16: 500e6, fp16: 900e6 });
    const noHalf = machine({ ...gpu, hasShaderF16: false });
    expect(judgeModel(half, noHalf, 'auto', undefined)).toEqual({
      type: 'needs-f16',
      hasGpu: true,
    });
    expect(judgeModel(half, machine(null), 'auto', undefined)).toEqual({
      type: 'needs-f16',
      hasGpu: false,
    });
    expect(judgeModel(both, machine(null), 'webgpu', undefined)).toEqual({ type: 'no-gpu' });
    expect(judgeModel(model({ q8: 1e6 }), machine(gpu), 'auto', undefined)).toEqual({
      type: 'no-build',
    });
  });

  it("judges size by WebAssembly's address space and the machine's memory", () => {
    const large = model({ q8: 4e9 });
    expect(judgeModel(large, machine(null), 'auto', undefined)).toMatchObject({
      type: 'too-large',
      availableBytes: 4 * GB,
    });
    expect(judgeModel(both, machine(gpu), 'auto', GB)).toMatchObject({
      type: 'too-large',
      availableBytes: 0.6 * GB,
    });
    expect(judgeModel(both, machine(gpu), 'auto', 4 * GB)).toMatchObject({ type: 'runs' });
  });
});

describe("a repository's configuration", () => {
  const smollm2 = {
    model_type: 'llama',
    num_hidden_layers: 30,
    hidden_size: 576,
    intermediate_size: 1536,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    vocab_size: 49152,
    tie_word_embeddings: true,
  };

  it('gives shape and parameters: SmolLM2 135M has 134,515,008 with its norms', () => {
    const { architecture, parameters = 0 } = describeDecoder(configSchema.parse(smollm2));
    expect(architecture).toEqual({
      type: 'llama',
      layers: 30,
      hiddenSize: 576,
      keyValueHeads: 3,
      headSize: 64,
      vocabularySize: 49152,
    });
    expect(Math.abs(parameters - 134_515_008)).toBeLessThan(134_515_008 / 1000);
  });

  it('includes keys and values in memory', () => {
    const { architecture } = describeDecoder(configSchema.parse(smollm2));
    const plain = model({ q4: 100e6 });
    const known = { ...plain, contextLength: 8192, architecture };
    // 2 * 30 layers * 3 heads * 64 numbers of 4 bytes for each of 4096 tokens.
    expect((estimateMemory(known, 'q4') ?? 0) - (estimateMemory(plain, 'q4') ?? 0)).toBe(
      188_743_680,
    );
  });

  it('is trusted only as far as it is understood', () => {
    expect(
      describeDecoder(configSchema.parse({ model_type: 'odd', hidden_size: 'large' })),
    ).toEqual({});
    expect(
      describeDecoder(configSchema.parse({ ...smollm2, num_local_experts: 8 })),
    ).not.toHaveProperty('parameters');
    expect(
      describeDecoder(configSchema.parse({ ...smollm2, intermediate_size: -1 })),
    ).not.toHaveProperty('parameters');
  });
});
