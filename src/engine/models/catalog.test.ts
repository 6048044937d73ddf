import { readFile, readdir } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TEST_GPU } from '../adapter.fixture.ts';
import type { AdapterInfo, DeviceInfo } from '../device.ts';
import { BUILT_IN_MODELS } from './built-in-parts.ts';
import { CATALOG, recommendChatModel } from './catalog.ts';
import { resolveScheduler } from '../diffusion/plan/scheduler-names.ts';
import { createSchedule } from '../diffusion/schedulers/create-schedule.ts';
import type { Hub } from './hub/hub.ts';
import {
  filesOfVariant,
  isPinned,
  listParts,
  sizeOfVariant,
  type ModelManifest,
  type ModelVariant,
} from './manifest.ts';
import { pinManifest } from './hub/pin-manifest.ts';
import mlcModels from '../repositories/mlc-models.json' with { type: 'json' };

const gpu = TEST_GPU;
const machine = (adapter: AdapterInfo | null): DeviceInfo => ({ adapter, wasmThreads: 4 });

describe('the catalogue', () => {
  it('gives each model a unique id', () => {
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
  });

  it('names only MLC builds that web-llm has kernels for', () => {
    const compiled = CATALOG.filter(
      (manifest) => manifest.task === 'chat' && manifest.engine === 'web-llm',
    );
    expect(compiled.length).toBeGreaterThan(0);
    expect(compiled.map(({ repository }) => repository.split('/')[1])).toSatisfy(
      (names: string[]) => names.every((name) => mlcModels.includes(name)),
    );
  });

  it.each(BUILT_IN_MODELS)('describes the files of $title correctly', async (manifest) => {
    const folder = `public/starter/${manifest.repository}`;
    const voices = listParts(manifest).map(({ id }) => id);
    const listed = manifest.variants.flatMap(({ dtype }) =>
      filesOfVariant(manifest, dtype, voices),
    );
    for (const file of listed.filter(isPinned)) {
      const bytes = await readFile(`${folder}/${file.path}`);
      expect(
        [bytes.length, `sha256:${createHash('sha256').update(bytes).digest('hex')}`],
        file.path,
      ).toEqual([file.sizeBytes, file.digest]);
    }
    const present = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    );
    expect(present).toHaveLength(new Set(listed.map(({ path }) => path)).size);
  });
});

/** What is known of the public hub, from programs that use it (November 2026). */
describe('the entries of the public hub', () => {
  const find = (name: string) => CATALOG.find(({ id }) => id.includes(name)) as ModelManifest;
  const listing = (paths: readonly string[]): Hub => ({
    url: 'https://hub.example',
    fetch: (async (url: string) =>
      Response.json(
        url.includes('/revision/')
          ? { sha: 'c0ffee' }
          : paths.map((path) => ({ type: 'file', path, size: 9, oid: 'ab' })),
      )) as typeof fetch,
  });
  const filesOf = async (
    manifest: ModelManifest,
    dtype: ModelVariant['dtype'],
    weights: readonly string[],
  ) => {
    const common = manifest.files.map(({ path }) => path);
    const pinned = await pinManifest(manifest, listing([...common, ...weights]));
    return pinned.variants
      .find((variant) => variant.dtype === dtype)
      ?.files.map(({ path }) => path);
  };

  it('accept any number of weight files beside a graph', () => {
    const paths = CATALOG.flatMap(({ variants }) =>
      variants.flatMap(({ files }) => files.map(({ path }) => path)),
    );
    expect(
      paths.filter((path) => path.includes('onnx_data') && !path.endsWith('onnx_data*')),
    ).toEqual([]);
  });

  it.each([
    ['Llama-3.2-3B-Instruct', 'q4f16', ['', '_data', '_data_1']],
    ['Llama-3.2-1B-Instruct', 'q4f16', ['', '_data']],
    ['Qwen3.5-0.8B', 'q4f16', ['', '_data']],
    ['gemma-3-1b-it', 'q4f16', ['']],
    ['gemma-3-270m-it', 'q4', ['', '_data']],
    ['Bonsai-1.7B', 'q1', ['', '_data']],
    ['gpt-oss-20b', 'q4f16', ['', '_data', ...[1, 2, 3, 4, 5, 6].map((part) => `_data_${part}`)]],
  ] as const)('%s has its %s build', async (name, dtype, suffixes) => {
    const weights = suffixes.map((suffix) => `onnx/model_${dtype}.onnx${suffix}`);
    expect(await filesOf(find(`onnx-community/${name}`), dtype, weights)).toEqual(weights);
  });

  it.each([
    ['Qwen3.5-2B-ONNX-OPT', 'q4f16'],
    ['gemma-4-E2B-it-qat-mobile', 'q2f16'],
  ] as const)('%s has its words and its decoder, and no eyes or ears', async (name, dtype) => {
    const weights = ['embed_tokens', 'decoder_model_merged'].flatMap((graph) => [
      `onnx/${graph}_${dtype}.onnx`,
      `onnx/${graph}_${dtype}.onnx_data`,
    ]);
    const others = [`onnx/vision_encoder_${dtype}.onnx`, `onnx/audio_encoder_${dtype}.onnx`];
    expect(await filesOf(find(name), dtype, [...weights, ...others])).toEqual(weights);
  });

  it.each([
    ['onnx-community/Llama-3.2-3B', 'onnx/model_q4f16.onnx'],
    ['onnx-community/Qwen3.5-0.8B', 'onnx/model_q4f16.onnx'],
    ['mlc-ai/Qwen3-4B', 'params_shard_0.bin'],
  ])('%s is not complete without what its graph needs', async (name, weights) => {
    await expect(filesOf(find(name), 'q4f16', [weights])).rejects.toMatchObject({
      code: 'model_not_found',
    });
  });

  it.each(['onnx_data', 'pb'])('Stable Diffusion 2.1 takes its weights as .%s', async (kind) => {
    const folders = ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'];
    const graphs = folders.map((folder) => `${folder}/model.onnx`);
    const weights = kind === 'pb' ? 'unet/weights.pb' : 'unet/model.onnx_data';
    expect(await filesOf(find('stable-diffusion-2-1'), 'fp16', [...graphs, weights])).toContain(
      weights,
    );
  });

  it('are pinned to full commits, or follow the main branch', () => {
    for (const { id, origin, revision } of CATALOG)
      if (origin === 'hub') expect(revision, id).toMatch(/^(?:main|[0-9a-f]{40})$/);
  });
});

describe('the image models', () => {
  it('start at their first noise step, as their makers specify', () => {
    const turbo = CATALOG.filter((manifest) => manifest.task === 'image').find(
      ({ title }) => title === 'SD-Turbo',
    );
    const { steps } = createSchedule(resolveScheduler(turbo?.pipeline ?? raise()), {
      numInferenceSteps: 1,
    });
    expect([steps[0]?.timestep, steps[0]?.sigma.toFixed(4)]).toEqual([999, '14.6146']);
  });
});

function raise(): never {
  throw new Error('It is not in the catalogue.');
}

describe('the recommended download', () => {
  it('is larger on a GPU than on the processor', () => {
    const onGpu = recommendChatModel(CATALOG, machine(gpu));
    const onProcessor = recommendChatModel(CATALOG, machine(null));
    expect(onProcessor && sizeOfVariant(onProcessor, 'q4')).toBeLessThan(256e6);
    expect(onGpu?.parameters).toBeGreaterThan(onProcessor?.parameters ?? Infinity);
  });

  it('is undefined if nothing fits', () => {
    expect(recommendChatModel([], machine(gpu))).toBeUndefined();
  });
});
