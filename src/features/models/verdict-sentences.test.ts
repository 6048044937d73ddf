import { describe, expect, it } from 'vitest';
import { TEST_GPU } from '../../engine/adapter.fixture.ts';
import type { AdapterInfo, DevicePreference } from '../../engine/device.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import { judgeModel } from '../../engine/models/load/judge-model.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { describeVerdict } from './verdict-sentences.ts';

const find = (name: string) => CATALOG.find(({ id }) => id.includes(name)) as ModelManifest;
const tell = (
  manifest: ModelManifest,
  adapter: AdapterInfo | null,
  preference: DevicePreference = 'auto',
) =>
  describeVerdict(
    judgeModel(manifest, { adapter, wasmThreads: 4 }, preference, undefined),
    manifest,
  );

describe('a GPU-only model', () => {
  const half = find('Qwen3-0.6B');
  const full = {
    ...find('Kokoro-82M'),
    variants: [{ dtype: 'fp32' as const, files: [{ path: 'a' }], devices: ['webgpu' as const] }],
  };

  it('needs another GPU only if one is used', () => {
    expect(tell(half, { ...TEST_GPU, hasShaderF16: false })).toContain(
      'which this GPU does not have',
    );
    expect(tell(half, { ...TEST_GPU, hasShaderF16: false }, 'wasm')).toBe(
      'Needs a GPU. Settings ask for the processor.',
    );
  });

  it.each([
    ['none', null, 'auto', 'This browser offers none.'],
    ['one that Settings leave out', TEST_GPU, 'wasm', 'Settings ask for the processor.'],
    ['a simulated one', { ...TEST_GPU, isSoftware: true }, 'auto', 'only a software GPU'],
    [
      'one that computes wrong numbers',
      { ...TEST_GPU, verdict: 'wrong' as const },
      'auto',
      'wrong results',
    ],
  ] as const)('says so if there is %s', (_, adapter, preference, words) => {
    expect(tell(full, adapter, preference)).toContain('Needs a GPU. ');
    expect(tell(full, adapter, preference)).toContain(words);
  });
});
