import { describe, expect, it } from 'vitest';
import { TEST_GPU } from '../../engine/adapter.fixture.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import { judgeModel } from '../../engine/models/load/judge-model.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { judgeFit } from './fit.ts';
import { recommendModels } from './recommend.ts';

const GB = 2 ** 30;
const find = (name: string) => CATALOG.find(({ id }) => id.includes(name)) as ModelManifest;
const gpu = { adapter: TEST_GPU, wasmThreads: 4 };
const none = { adapter: null, wasmThreads: 4 };

describe('the badge of a model', () => {
  it.each([
    ['SmolLM2-135M', gpu, 8 * GB, 'Fits'],
    ['SmolLM2-135M', gpu, undefined, 'Fits'],
    ['Llama-3.2-3B-Instruct', gpu, 6 * GB, 'Tight'],
    ['Llama-3.2-3B-Instruct', gpu, 2 * GB, 'Too large'],
    ['Qwen3-4B', none, undefined, 'Needs a GPU'],
    [
      'Qwen3-0.6B',
      { ...gpu, adapter: { ...TEST_GPU, hasShaderF16: false } },
      undefined,
      'Needs another GPU',
    ],
  ] as const)('of %s', (name, device, memory, label) => {
    expect(judgeFit(judgeModel(find(name), device, 'auto', memory)).label).toBe(label);
  });
});

describe('recommended models', () => {
  const recommend = (device: typeof gpu | typeof none) =>
    recommendModels(CATALOG, device, (manifest) => judgeModel(manifest, device, 'auto', undefined));

  it('are one per kind that runs here, each with a reason', () => {
    const found = [...recommend(gpu)];
    expect(found.map(([id]) => find(id).task)).toEqual(['chat', 'chat', 'image', 'speech']);
    for (const [, reason] of found) expect(reason).toMatch(/^[A-Z].*: .*B, computed on the GPU\.$/);
  });

  it('leave out kinds with nothing that runs', () => {
    for (const id of recommend(none).keys())
      expect(judgeFit(judgeModel(find(id), none, 'auto', undefined)).label).toBe('Fits');
  });

  it('leave out what has failed here', () => {
    const [[first = ''] = []] = recommend(gpu);
    const others = recommendModels(CATALOG, gpu, (manifest) =>
      manifest.id === first ? undefined : judgeModel(manifest, gpu, 'auto', undefined),
    );
    expect(others.has(first)).toBe(false);
    expect(others.size).toBe(4);
  });

  it('name no built-in model', () => {
    for (const id of recommend(gpu).keys()) expect(find(id).origin).toBe('hub');
  });
});
