import { readFile, readdir } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TEST_GPU } from '../adapter.fixture.ts';
import type { AdapterInfo, DeviceInfo } from '../device.ts';
import { CATALOG, recommendChatModel } from './catalog.ts';
import { resolveScheduler } from '../diffusion/scheduler-names.ts';
import { createSchedule } from '../diffusion/schedulers/create-schedule.ts';
import { filesOfVariant, isPinned, sizeOfVariant, type ModelManifest } from './manifest.ts';
import mlcModels from './mlc-models.json' with { type: 'json' };
import { selectVariant } from './select-variant.ts';

const gpu = TEST_GPU;
const noHalf: AdapterInfo = { ...gpu, hasShaderF16: false };
const machine = (adapter: AdapterInfo | null): DeviceInfo => ({ adapter, wasmThreads: 4 });
const [smol] = CATALOG.filter(({ id }) => id.includes('135M')) as [ModelManifest];

describe('the catalogue', () => {
  it('has ids of its own for each model', () => {
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
  });

  it('names only builds of MLC that web-llm has kernels for', () => {
    const compiled = CATALOG.filter((manifest) => manifest.task === 'chat' && manifest.engine === 'web-llm');
    expect(compiled.length).toBeGreaterThan(0);
    expect(compiled.map(({ repository }) => repository.split('/')[1])).toSatisfy((names: string[]) =>
      names.every((name) => mlcModels.includes(name)),
    );
  });

  it.each(CATALOG.filter(({ origin }) => origin === 'built-in'))(
    'describes the files of $title as they are',
    async (manifest) => {
      const folder = `public/starter/${manifest.repository}`;
      const voices = manifest.task === 'speech' ? manifest.voices.map(({ id }) => id) : [];
      const listed = manifest.variants.flatMap(({ dtype }) => filesOfVariant(manifest, dtype, voices));
      for (const file of listed.filter(isPinned)) {
        const bytes = await readFile(`${folder}/${file.path}`);
        expect([bytes.length, `sha256:${createHash('sha256').update(bytes).digest('hex')}`], file.path).toEqual([
          file.sizeBytes,
          file.digest,
        ]);
      }
      const present = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      expect(present).toHaveLength(new Set(listed.map(({ path }) => path)).size);
    },
  );
});

describe('the image models', () => {
  it('begin where their first step of noise does, as their makers say', () => {
    const turbo = CATALOG.filter((manifest) => manifest.task === 'image').find(({ title }) => title === 'SD-Turbo');
    const { steps } = createSchedule(resolveScheduler(turbo?.pipeline ?? raise()), { numInferenceSteps: 1 });
    expect([steps[0]?.timestep, steps[0]?.sigma.toFixed(4)]).toEqual([999, '14.6146']);
  });
});

function raise(): never {
  throw new Error('It is not in the catalogue.');
}

describe('the choice of a build', () => {
  it('takes 16 bits where the GPU has them, and 32 where not', () => {
    expect(selectVariant(smol, 'webgpu', gpu)?.dtype).toBe('q4f16');
    expect(selectVariant(smol, 'webgpu', noHalf)?.dtype).toBe('q4');
    expect(selectVariant(smol, 'wasm', null)?.dtype).toBe('q4');
  });

  it('keeps to what is installed', () => {
    expect(selectVariant(smol, 'webgpu', gpu, ['q4'])?.dtype).toBe('q4');
    expect(selectVariant(smol, 'wasm', null, ['q4f16'])).toBeUndefined();
  });

  it('prefers eight bits on the processor', () => {
    const variants: ModelManifest['variants'] = (['fp32', 'q4', 'q8'] as const).map((dtype) => ({
      dtype,
      files: [{ path: dtype }],
    }));
    expect(selectVariant({ ...smol, variants }, 'wasm', null)?.dtype).toBe('q8');
  });

  it('takes four bits on the processor where the larger file would not fit into its memory', () => {
    const variants: ModelManifest['variants'] = [
      { dtype: 'q8', files: [{ path: 'q8' }], approximateBytes: 3e9 },
      { dtype: 'q4', files: [{ path: 'q4' }], approximateBytes: 1.5e9 },
    ];
    expect(selectVariant({ ...smol, variants }, 'wasm', null)?.dtype).toBe('q4');
    expect(selectVariant({ ...smol, variants }, 'wasm', null, ['q8'])?.dtype).toBe('q8');
  });
});

describe('the recommended download', () => {
  it('is larger on a GPU than on the processor', () => {
    const onGpu = recommendChatModel(CATALOG, machine(gpu));
    const onProcessor = recommendChatModel(CATALOG, machine(null));
    expect(onProcessor && sizeOfVariant(onProcessor, 'q4')).toBeLessThan(256e6);
    expect(onGpu?.parameters).toBeGreaterThan(onProcessor?.parameters ?? Infinity);
  });

  it('is none where nothing fits', () => {
    expect(recommendChatModel([], machine(gpu))).toBeUndefined();
  });
});
