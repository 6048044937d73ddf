/**
 * Each image model in the catalogue draws with graphs of the published signatures, and receives
 * what its makers' programs give it. Sources: microsoft/webnn-developer-preview (sd-turbo,
 * stable-diffusion-1.5, sdxl-turbo, z-image-turbo), dakenf/diffusers.js, and the files as the hub
 * lists them.
 */
import * as ort from 'onnxruntime-node';
import type { Tensor } from 'onnxruntime-common';
import { describe, expect, it } from 'vitest';
import {
  addGraph,
  buildDenoiser,
  buildTextEncoder,
  buildVaeDecoder,
  buildVaeEncoder,
  type DenoiserForm,
  type PublishedFiles,
} from '../../../e2e/fixtures/published-pipelines.ts';
import { TEST_GPU } from '../adapter.fixture.ts';
import type { ComputeHost, Ort } from '../host.ts';
import { CATALOG } from '../models/catalog.ts';
import { pinManifest } from '../models/hub/pin-manifest.ts';
import {
  isForTask,
  keyOfFile,
  type ImageManifest,
  type ManifestOf,
  type ModelManifest,
} from '../models/manifest.ts';
import { createArrayArithmetic, toFloat32 } from './arithmetic/array-arithmetic.ts';
import type { ImageEvent, ImageRequest } from './diffusion-engine.ts';
import { createDiffusionEngine } from './pipeline-diffusion-engine.ts';
import { BYTE_CHARACTERS } from './prompts/byte-pair-encoding.ts';

/** A graph's inputs in one run. */
type Feeds = Record<string, { type: string; dims: readonly number[]; values: number[] }>;

interface Published {
  files: PublishedFiles;
  /** Files of the repository that the manifest must not take. */
  others?: readonly string[];
  /** What else is installed: the decoder of TAESD. */
  taesd?: Uint8Array<ArrayBuffer>;
}

function findModel(id: string): ImageManifest {
  const manifest = CATALOG.find((candidate) => candidate.id === id);
  if (!manifest || !isForTask(manifest, 'image')) throw new Error(`${id} is not in the catalogue.`);
  return manifest;
}

const TAESD = findTaesd();
function findTaesd(): ManifestOf<'preview'> {
  const found = CATALOG.find((manifest) => isForTask(manifest, 'preview'));
  if (!found) throw new Error('TAESD is not in the catalogue.');
  return found;
}

/** The manifest as a hub with these files completes it. */
function pin(manifest: ImageManifest, { files, others = [] }: Published) {
  const entry = (path: string, size: number) => ({ type: 'file', path, size, oid: 'ab' });
  const tree = [
    ...[...files].map(([path, bytes]) => entry(path, bytes.length)),
    ...others.map((path) => entry(path, 1)),
  ];
  const answer = (url: string) =>
    Response.json(url.includes('/revision/') ? { sha: 'c0ffee' } : tree);
  return pinManifest(manifest, {
    url: 'https://hub.example',
    fetch: (async (url: string) => answer(url)) as typeof fetch,
  });
}

/** Draws with these files on the processor, and says what each graph was given, run by run. */
async function draw(id: string, published: Published, request: Partial<ImageRequest> = {}) {
  const manifest = (await pin(findModel(id), published)) as ImageManifest;
  const runs = new Map<string, Feeds[]>();
  const { taesd } = published;
  const installed = new Map<string, ModelManifest>([[id, manifest]]);
  const files = new Map(published.files);
  const byKey = new Map([...files].map(([path, bytes]) => [keyOfFile(manifest, path), bytes]));
  if (taesd) {
    installed.set(TAESD.id, TAESD);
    files.set(TAESD.id, taesd);
    byKey.set(keyOfFile(TAESD, TAESD.graph), taesd);
  }
  const runtime = recordRuns(files, runs);
  const host: ComputeHost = {
    device: { adapter: TEST_GPU, wasmThreads: 1 },
    weightBudgetBytes: {},
    weights: {
      match: () => Promise.reject(new Error('not asked for')),
      open: async (key) => new Blob([byKey.get(key) ?? new Uint8Array(0)]),
      put: () => Promise.reject(new Error('read-only')),
      delete: () => Promise.resolve(false),
      list: () => Promise.resolve([]),
      size: () => Promise.resolve(0),
    },
    findModel: async (wanted) => {
      const found = installed.get(wanted);
      const dtypes = found?.variants.map(({ dtype }) => dtype) ?? [];
      return found && { manifest: found, dtypes, installedAt: 0, lastUsedAt: 0 };
    },
    startOrt: () => Promise.resolve(),
    loadOrt: () => Promise.resolve(runtime),
    loadCompute: () =>
      Promise.resolve({
        ort: runtime,
        executionProvider: 'cpu',
        arithmetic: createArrayArithmetic(runtime),
      }),
  };
  const whole = { model: id, prompt: 'a cat', seed: 1, ...request };
  const events: ImageEvent[] = [];
  for await (const event of createDiffusionEngine(host).generate(
    whole,
    new AbortController().signal,
  ))
    events.push(event);
  const pictures = events.flatMap((event) => (event.type === 'image-end' ? [event] : []));
  const corrections = events.flatMap((event) =>
    event.type === 'generation-start' ? event.corrections : [],
  );
  const { graphs } = manifest.pipeline;
  const given = (role: keyof typeof graphs) => runs.get(graphs[role] ?? '') ?? [];
  const previews = events.flatMap((event) =>
    event.type === 'step-end' && event.preview ? [event.preview] : [],
  );
  const previewed = runs.get(TAESD.id) ?? [];
  return { manifest, pictures, corrections, given, previews, previewed };
}

/** ONNX Runtime, noting what graphs are given. A graph is known by its bytes. */
function recordRuns(files: PublishedFiles, runs: Map<string, Feeds[]>): Ort {
  const { Tensor: OrtTensor, env } = ort;
  async function create(bytes: Uint8Array, options: ort.InferenceSession.SessionOptions) {
    const [path = ''] =
      [...files].find(([, candidate]) => Buffer.from(candidate).equals(bytes)) ?? [];
    const session = await ort.InferenceSession.create(bytes, options);
    const { inputMetadata, outputMetadata } = session;
    return {
      inputMetadata,
      outputMetadata,
      run(feeds: Record<string, Tensor>) {
        runs.set(path, [...(runs.get(path) ?? []), describeFeeds(feeds)]);
        return session.run(feeds as ort.InferenceSession.OnnxValueMapType);
      },
      release: () => session.release(),
    };
  }
  return { Tensor: OrtTensor, env, InferenceSession: { create } } as unknown as Ort;
}

function describeFeeds(feeds: Record<string, Tensor>): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => {
      const { type, dims } = tensor;
      return [name, { type, dims, values: Array.from(toFloat32(tensor)) }];
    }),
  );
}

/** Types and shapes alone. */
const formsOf = (feeds: Feeds | undefined) =>
  Object.fromEntries(
    Object.entries(feeds ?? {}).map(([name, { type, dims }]) => [
      name,
      `${type} ${dims.join('×')}`,
    ]),
  );
const valuesOf = (runs: readonly Feeds[], name: string) =>
  runs.map((feeds) => feeds[name]?.values[0]);

/** "a cat" by CLIP's vocabulary. */
const CAT = [49406, 320, 2368, 49407];
const filled = (pad: number) => [...CAT, ...Array.from({ length: 77 - CAT.length }, () => pad)];

const UNET = 'unet/model.onnx';
const sd = (
  type: 'f32' | 'f16',
  timestep: DenoiserForm['timestep'],
  width: number,
): DenoiserForm => ({
  sample: { name: 'sample', type, dims: ['batch', 4, 'height', 'width'] },
  timestep,
  states: { type, dims: ['batch', 'sequence', width] },
  output: { name: 'out_sample', type, dims: ['batch', 4, 'height', 'width'] },
});

const clipOutputs = (type: 'f32' | 'f16', width: number) =>
  [
    { name: 'last_hidden_state', type, width, kind: 'states' },
    { name: 'pooler_output', type, width, kind: 'pooled' },
  ] as const;

/** Stable Diffusion in folders, as diffusers' exporters write it. */
function inFolders(
  unet: DenoiserForm,
  {
    type,
    width,
    data = {},
  }: { type: 'f32' | 'f16'; width: number; data?: Record<string, readonly string[]> },
): PublishedFiles {
  const files: PublishedFiles = new Map();
  const outputs = clipOutputs(type, width);
  addGraph(files, 'text_encoder/model.onnx', buildTextEncoder({ ids: 'i32', outputs }));
  addGraph(files, UNET, buildDenoiser(unet), data['unet']);
  addGraph(
    files,
    'vae_decoder/model.onnx',
    buildVaeDecoder({ type, channels: 4 }),
    data['vae_decoder'],
  );
  addGraph(files, 'vae_encoder/model.onnx', buildVaeEncoder({ type, channels: 4 }));
  return files;
}

const grey = { width: 512, height: 512, data: new Uint8ClampedArray(512 * 512 * 4).fill(120) };

describe(
  'the image models of the catalogue, on graphs of the published forms',
  { timeout: 120_000 },
  () => {
    it('SD-Turbo: 32-bit latents, whole timesteps from 999', async () => {
      const files = inFolders(sd('f32', { type: 'i64', dims: [1] }, 1024), {
        type: 'f32',
        width: 1024,
      });
      const id = 'schmuell/sd-turbo-ort-web';
      const { pictures, given } = await draw(id, { files });
      expect(pictures).toHaveLength(1);
      expect(given('textEncoder')[0]?.['input_ids']).toEqual({
        type: 'int32',
        dims: [1, 77],
        values: filled(0),
      });
      expect(formsOf(given('denoiser')[0])).toEqual({
        sample: 'float32 1×4×64×64',
        timestep: 'int64 1',
        encoder_hidden_states: 'float32 1×77×1024',
      });
      expect(valuesOf(given('denoiser'), 'timestep')).toEqual([999, 499]);
      expect((await draw(id, { files }, { image: grey })).pictures).toHaveLength(1);
    });

    it('SD-Turbo: a long prompt in several sequences, or as much as a graph of fixed length takes', async () => {
      const id = 'schmuell/sd-turbo-ort-web';
      const prompt = Array.from({ length: 100 }, (_, index) => `cat${index % 2 ? ',' : ''}`).join(
        ' ',
      );
      const open = sd('f32', { type: 'i64', dims: [1] }, 1024);
      const whole = await draw(
        id,
        { files: inFolders(open, { type: 'f32', width: 1024 }) },
        { prompt },
      );
      expect(whole.corrections).toEqual([]);
      expect(formsOf(whole.given('denoiser')[0])).toMatchObject({
        encoder_hidden_states: 'float32 1×154×1024',
      });

      const fixed = { ...open, states: { ...open.states, dims: ['batch', 77, 1024] } } as const;
      const cut = await draw(
        id,
        { files: inFolders(fixed, { type: 'f32', width: 1024 }) },
        { prompt },
      );
      expect(formsOf(cut.given('denoiser')[0])).toMatchObject({
        encoder_hidden_states: 'float32 1×77×1024',
      });
      const [correction, ...others] = cut.corrections;
      expect(others).toEqual([]);
      expect(`${correction?.used} ${correction?.asked}`).toBe(prompt);
      expect(correction).toMatchObject({
        field: 'prompt',
        reason: expect.stringContaining('longer'),
      });
      expect(cut.pictures[0]?.parameters.prompt).toBe(prompt);
    });

    describe('SD-Turbo with TAESD installed', () => {
      const id = 'schmuell/sd-turbo-ort-web';
      const files = inFolders(sd('f32', { type: 'i64', dims: [1] }, 1024), {
        type: 'f32',
        width: 1024,
      });
      const request = { numInferenceSteps: 3, previewEveryMs: 0 };

      it('previews in full size, by the latents as they are', async () => {
        const taesd = buildVaeDecoder({ type: 'f32', channels: 4, side: 64 }).encode();
        const { previews, previewed, given } = await draw(id, { files, taesd }, request);
        expect(previews.map(({ width, height }) => [width, height])).toEqual([
          [512, 512],
          [512, 512],
        ]);
        expect(formsOf(previewed[0])).toEqual({ latent_sample: 'float32 1×4×64×64' });
        // The same small network decodes the finished picture, there of latents over 0.18215.
        const deviation = (feeds: Feeds | undefined) => {
          const values = feeds?.['latent_sample']?.values ?? [];
          return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
        };
        const ratio = deviation(given('vaeDecoder')[0]) / deviation(previewed[1]);
        expect(ratio).toBeGreaterThan(3);
      });

      it('draws on where it fails, with small previews', async () => {
        const taesd = buildVaeDecoder({ type: 'f32', channels: 4, side: 8 }).encode();
        const { pictures, previews } = await draw(id, { files, taesd }, request);
        expect(pictures).toHaveLength(1);
        expect(previews.map(({ width }) => width)).toEqual([64, 64]);
      });
    });

    it('SDXS Dreamshaper: one step at the first noise level, decoded by a TAESD of its own', async () => {
      const id = 'skillsafeai/sdxs-512-dreamshaper-onnx-webgpu';
      const files: PublishedFiles = new Map();
      const outputs = clipOutputs('f32', 768);
      addGraph(files, 'text_encoder.onnx', buildTextEncoder({ ids: 'i64', batch: 1, outputs }));
      const unet: DenoiserForm = {
        sample: { name: 'sample', type: 'f32', dims: [1, 4, 64, 64] },
        timestep: { type: 'f32', dims: [1] },
        states: { type: 'f32', dims: [1, 77, 768] },
        output: { name: 'eps', type: 'f32', dims: [1, 4, 64, 64] },
      };
      addGraph(files, 'unet.onnx', buildDenoiser(unet));
      const names = ['latent', 'image'] as const;
      const vae = buildVaeDecoder({ type: 'f32', channels: 4, names, side: 64 });
      addGraph(files, 'vae_decoder.onnx', vae);
      const others = ['tokenizer/vocab.json', 'tokenizer/merges.txt', 'README.md'];
      const noise = new Float32Array(4 * 64 * 64).fill(0.5);
      const { pictures, given } = await draw(id, { files, others }, { noise, width: 768 });
      expect(pictures[0]).toMatchObject({ width: 512, height: 512 });
      expect(given('textEncoder')[0]?.['input_ids']).toEqual({
        type: 'int64',
        dims: [1, 77],
        values: filled(49407),
      });
      expect(formsOf(given('denoiser')[0])).toEqual({
        sample: 'float32 1×4×64×64',
        timestep: 'float32 1',
        encoder_hidden_states: 'float32 1×77×768',
      });
      expect(valuesOf(given('denoiser'), 'timestep')).toEqual([999]);
      const sigma = 14.614647;
      const [sample] = valuesOf(given('denoiser'), 'sample');
      expect(sample).toBeCloseTo((0.5 * sigma) / Math.sqrt(sigma ** 2 + 1), 4);
      // What the network said is at most 1: noise × σ − eps × σ, and no scale before the decoder.
      const [latent = NaN] = valuesOf(given('vaeDecoder'), 'latent');
      expect(Math.abs(latent - 0.5 * sigma)).toBeLessThanOrEqual(sigma);
      expect(Math.abs(latent)).toBeGreaterThan(1);
    });

    it('LCM Dreamshaper: its guidance as an embedding, one picture a call', async () => {
      const unet = {
        ...sd('f32', { type: 'f32', dims: [1] }, 768),
        others: [{ name: 'timestep_cond', type: 'f32', dims: ['batch', 256] }],
      } as const;
      const data = { unet: ['model.onnx_data'], vae_decoder: ['model.onnx_data'] };
      const files = inFolders(unet, { type: 'f32', width: 768, data });
      const id = 'aislamov/lcm-dreamshaper-v7-onnx';
      const others = [
        'model_index.json',
        'scheduler/scheduler_config.json',
        'tokenizer/vocab.json',
        'unet/config.json',
      ];
      const { manifest, pictures, given } = await draw(id, { files, others });
      expect(manifest.variants[0]?.files.map(({ path }) => path).sort()).toEqual(
        [...files.keys()].sort(),
      );
      expect(pictures).toHaveLength(1);
      expect(given('textEncoder')[0]?.['input_ids']).toEqual({
        type: 'int32',
        dims: [1, 77],
        values: filled(49407),
      });
      expect(formsOf(given('denoiser')[0])).toEqual({
        sample: 'float32 1×4×64×64',
        timestep: 'float32 1',
        encoder_hidden_states: 'float32 1×77×768',
        timestep_cond: 'float32 1×256',
      });
      expect(valuesOf(given('denoiser'), 'timestep')).toEqual([999, 759, 499, 259]);
      // Guidance 8: sines, then cosines, of 1000 × (8 − 1) and slower.
      expect(valuesOf(given('denoiser'), 'timestep_cond')[0]).toBeCloseTo(Math.sin(7000), 5);
      expect((await draw(id, { files }, { image: grey })).pictures).toHaveLength(1);
    });

    it('Stable Diffusion 1.5: 16 bits throughout, the time as well; weights.pb beside the graph', async () => {
      const unet = sd('f16', { type: 'f16', dims: [1] }, 768);
      const files = inFolders(unet, { type: 'f16', width: 768, data: { unet: ['weights.pb'] } });
      const id = 'nmkd/stable-diffusion-1.5-onnx-fp16';
      const { pictures, given } = await draw(id, { files }, { negativePrompt: 'a dog' });
      expect(pictures).toHaveLength(1);
      expect(given('textEncoder').map((feeds) => feeds['input_ids']?.values)).toContainEqual(
        filled(49407),
      );
      expect(formsOf(given('denoiser')[0])).toEqual({
        sample: 'float16 2×4×64×64',
        timestep: 'float16 1',
        encoder_hidden_states: 'float16 2×77×768',
      });
      expect(given('denoiser')).toHaveLength(20);
      expect(valuesOf(given('denoiser'), 'timestep')[0]).toBe(999);
      expect(
        (await draw(id, { files }, { image: grey, numInferenceSteps: 4 })).pictures,
      ).toHaveLength(1);
    });

    it('SD 1.5 by Microsoft: fixed to two pictures at once, whole timesteps for each', async () => {
      const id = 'microsoft/stable-diffusion-v1.5-webnn';
      const { graphs } = findModel(id).pipeline;
      const files: PublishedFiles = new Map();
      const outputs = clipOutputs('f16', 768);
      addGraph(files, graphs.textEncoder, buildTextEncoder({ ids: 'i32', batch: 2, outputs }));
      const unet: DenoiserForm = {
        sample: { name: 'sample', type: 'f16', dims: [2, 4, 64, 64] },
        timestep: { type: 'i64', dims: [2] },
        states: { type: 'f16', dims: [2, 77, 768] },
        output: { name: 'out_sample', type: 'f16', dims: [2, 4, 64, 64] },
      };
      addGraph(files, graphs.denoiser, buildDenoiser(unet));
      addGraph(files, graphs.vaeDecoder, buildVaeDecoder({ type: 'f16', channels: 4 }));
      const others = [
        'README.md',
        'safety_checker_int32_reduceSum.onnx',
        'sd-unet-v1.5-model-b2c4h64w64s77-float16-compute-and-inputs.onnx',
        'tokenizer/resolve/main/tokenizer.json',
      ];
      const { pictures, given } = await draw(id, { files, others }, { width: 768 });
      expect(pictures[0]).toMatchObject({ width: 512, height: 512 });
      expect(given('textEncoder')[0]?.['input_ids']?.dims).toEqual([2, 77]);
      expect(formsOf(given('denoiser')[0])).toEqual({
        sample: 'float16 2×4×64×64',
        timestep: 'int64 2',
        encoder_hidden_states: 'float16 2×77×768',
      });
      const even = Array.from({ length: 25 }, (_, index) =>
        Math.trunc(999 - (index * 999) / 24 + 1e-9),
      );
      expect(valuesOf(given('denoiser'), 'timestep')).toEqual(even);
      const long = {
        prompt: 'cat '.repeat(90),
        negativePrompt: 'dog '.repeat(90),
        numInferenceSteps: 2,
      };
      const { corrections } = await draw(id, { files, others }, long);
      expect(corrections.map(({ field }) => field)).toEqual(['prompt', 'negativePrompt']);
      // Without guidance the second row is not needed, but the graph takes no fewer.
      const plain = await draw(id, { files, others }, { guidanceScale: 1, numInferenceSteps: 2 });
      expect(formsOf(plain.given('denoiser')[0])).toMatchObject({ sample: 'float16 2×4×64×64' });
    });

    it('Stable Diffusion 2.1: the time in 32 bits, sequences padded with "!"', async () => {
      const unet = sd('f32', { type: 'f32', dims: [1] }, 1024);
      const files = inFolders(unet, {
        type: 'f32',
        width: 1024,
        data: { vae_decoder: ['model.onnx_data'] },
      });
      const id = 'aislamov/stable-diffusion-2-1-base-onnx';
      const { pictures, given } = await draw(id, { files });
      expect(pictures).toHaveLength(1);
      expect(given('textEncoder').map((feeds) => feeds['input_ids'])).toContainEqual({
        type: 'int32',
        dims: [1, 77],
        values: filled(0),
      });
      expect(formsOf(given('denoiser')[0])).toEqual({
        sample: 'float32 2×4×64×64',
        timestep: 'float32 1',
        encoder_hidden_states: 'float32 2×77×1024',
      });
      expect(
        (await draw(id, { files }, { image: grey, numInferenceSteps: 4 })).pictures,
      ).toHaveLength(1);
    });
  },
);

/** Stable Diffusion XL's two encoders and its network's extra inputs. */
function addXl(
  files: PublishedFiles,
  { graphs }: ImageManifest['pipeline'],
  type: 'f32' | 'f16',
  layers: readonly [number[], number[]],
) {
  const states = (numbers: readonly number[], width: number) =>
    numbers.map(
      (layer) => ({ name: `hidden_states.${layer}`, type, width, kind: 'states' }) as const,
    );
  const pooled = { name: 'text_embeds', type, width: 1280, kind: 'pooled' } as const;
  const data = (path: string) => (path.startsWith('onnx/') ? [] : ['model.onnx_data']);
  const add = (path: string, graph: Parameters<typeof addGraph>[2]) =>
    addGraph(files, path, graph, data(path));
  add(graphs.textEncoder, buildTextEncoder({ ids: 'i32', outputs: states(layers[0], 768) }));
  const second = { ids: 'i64', outputs: [pooled, ...states(layers[1], 1280)] } as const;
  add(graphs.textEncoder2 ?? '', buildTextEncoder(second));
  const form: DenoiserForm = {
    sample: {
      name: 'sample',
      type,
      dims: ['unet_sample_batch', 4, 'unet_sample_height', 'unet_sample_width'],
    },
    timestep: {
      type: type === 'f16' ? 'f16' : 'i64',
      dims: [type === 'f16' ? 'unet_time_batch' : 'steps'],
    },
    states: { type, dims: ['unet_hidden_batch', 'unet_hidden_sequence', 2048] },
    others: [
      { name: 'text_embeds', type, dims: ['unet_text_embeds_batch', 1280] },
      { name: 'time_ids', type, dims: ['unet_time_ids_batch', 6] },
    ],
    output: { name: 'out_sample', type, dims: ['batch', 4, 'height', 'width'] },
  };
  add(graphs.denoiser, buildDenoiser(form));
  add(graphs.vaeDecoder, buildVaeDecoder({ type, channels: 4 }));
  if (graphs.vaeEncoder) add(graphs.vaeEncoder, buildVaeEncoder({ type, channels: 4 }));
}

describe('with two text encoders', { timeout: 120_000 }, () => {
  it('SDXL-Turbo: 16 bits throughout, the states of one layer of each encoder side by side', async () => {
    const id = 'webnn/sdxl-turbo';
    const files: PublishedFiles = new Map();
    addXl(files, findModel(id).pipeline, 'f16', [[11], [31]]);
    const others = [
      'concat_model_f16',
      'latents_model_f16',
      'scheduler_model_f16',
      'unet_model_qdq_q4f16',
    ].map((name) => `onnx/${name}.onnx`);
    const { pictures, given } = await draw(id, { files, others });
    expect(pictures).toHaveLength(1);
    expect(given('textEncoder')[0]?.['input_ids']).toEqual({
      type: 'int32',
      dims: [1, 77],
      values: filled(49407),
    });
    expect(given('textEncoder2')[0]?.['input_ids']).toEqual({
      type: 'int64',
      dims: [1, 77],
      values: filled(0),
    });
    expect(formsOf(given('denoiser')[0])).toEqual({
      sample: 'float16 1×4×64×64',
      timestep: 'float16 1',
      encoder_hidden_states: 'float16 1×77×2048',
      text_embeds: 'float16 1×1280',
      time_ids: 'float16 1×6',
    });
    expect(given('denoiser')[0]?.['time_ids']?.values).toEqual([512, 512, 0, 0, 512, 512]);
    expect(valuesOf(given('denoiser'), 'timestep')).toEqual([999, 499]);
    const single = await draw(id, { files, others }, { numInferenceSteps: 1 });
    expect(valuesOf(single.given('denoiser'), 'timestep')).toEqual([999]);
  });

  it('Segmind Vega: the layer before the last of each encoder, 32 bits around 16-bit weights', async () => {
    const id = 'gfodor/segmind-vega-fp16-onnx';
    const files: PublishedFiles = new Map();
    addXl(files, findModel(id).pipeline, 'f32', [
      [0, 11, 12],
      [0, 31, 32],
    ]);
    const { pictures, given } = await draw(
      id,
      { files },
      { numInferenceSteps: 3, width: 1024, height: 768 },
    );
    expect(pictures[0]).toMatchObject({ width: 1024, height: 768 });
    expect(formsOf(given('denoiser')[0])).toEqual({
      sample: 'float32 2×4×96×128',
      timestep: 'int64 1',
      encoder_hidden_states: 'float32 2×77×2048',
      text_embeds: 'float32 2×1280',
      time_ids: 'float32 2×6',
    });
    expect(given('denoiser')[0]?.['time_ids']?.values.slice(6)).toEqual([
      768, 1024, 0, 0, 768, 1024,
    ]);
    expect(
      (await draw(id, { files }, { image: grey, numInferenceSteps: 3 })).pictures,
    ).toHaveLength(1);
  });
});

const TEMPLATE =
  '{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n{% if not enable_thinking %}<think>\n\n</think>{% endif %}';

/** A tokenizer of Qwen's kind that knows bytes alone. */
function addQwenTokenizer(files: PublishedFiles, tokenizerClass: string): void {
  const encode = (json: object) => Uint8Array.from(new TextEncoder().encode(JSON.stringify(json)));
  const vocab = Object.fromEntries(BYTE_CHARACTERS.map((character, id) => [character, id]));
  const added_tokens = ['<|im_start|>', '<|im_end|>'].map((content, index) => ({
    id: 256 + index,
    content,
  }));
  files.set('tokenizer/tokenizer.json', encode({ added_tokens, model: { vocab, merges: [] } }));
  files.set(
    'tokenizer/tokenizer_config.json',
    encode({
      tokenizer_class: tokenizerClass,
      eos_token: '<|im_end|>',
      model_max_length: 131072,
      chat_template: TEMPLATE,
    }),
  );
}

describe('Z-Image-Turbo', { timeout: 120_000 }, () => {
  const id = 'webnn/Z-Image-Turbo';
  const [encoder, transformer] = [
    'onnx/text_encoder_model_q4f16.onnx',
    'onnx/transformer_model_q4f16.onnx',
  ];
  const helpers = [
    'scheduler_step_model_f16',
    'vae_pre_process_model_f16',
    'sc_prep_model_f16',
    'safety_checker_model_f16',
  ];
  const others = helpers.map((name) => `onnx/${name}.onnx`);
  const turn = '<|im_start|>user\na cat<|im_end|>\n<|im_start|>assistant\n';
  const tokens = turn.length - 2 * '<|im_start|>'.length - '<|im_end|>'.length + 3;

  function publish(type: 'f32' | 'f16', transformerForm: DenoiserForm, pieces: number): Published {
    const files: PublishedFiles = new Map();
    const name = type === 'f32' ? 'encoder_hidden_state' : 'encoder_hidden_states';
    const data = (path: string) =>
      ['_data', '_data_1']
        .slice(0, pieces)
        .map((suffix) => `${path.slice('onnx/'.length)}${suffix}`);
    const outputs = [{ name, type, width: 2560, kind: 'states' }] as const;
    addGraph(
      files,
      encoder,
      buildTextEncoder({ ids: 'i64', hasMask: true, outputs }),
      data(encoder),
    );
    addGraph(files, transformer, buildDenoiser(transformerForm), data(transformer));
    addGraph(files, 'onnx/vae_decoder_model_f16.onnx', buildVaeDecoder({ type, channels: 16 }));
    addQwenTokenizer(files, pieces > 1 ? 'TokenizersBackend' : 'Qwen2Tokenizer');
    return { files, others };
  }
  const form = (
    type: 'f32' | 'f16',
    frame: readonly number[],
    output: DenoiserForm['output'],
  ): DenoiserForm => ({
    sample: { name: 'hidden_states', type, dims: [1, 16, ...frame, 'height', 'width'] },
    timestep: { type, dims: [1] },
    states: { type, dims: [1, 'cap_seq_len', 2560] },
    output,
  });

  it.each<[string, Published, string]>([
    [
      'as published first: 32 bits around, a frame of its own, a transposed result',
      publish(
        'f32',
        form('f32', [1], {
          name: 'unified_results',
          type: 'f32',
          dims: [16, 1, 'height', 'width'],
        }),
        1,
      ),
      'float32 1×16×1×64×64',
    ],
    [
      'as published since: 16 bits throughout, weights in two files',
      publish(
        'f16',
        form('f16', [], { name: 'sample', type: 'f16', dims: [1, 16, 'height', 'width'] }),
        2,
      ),
      'float16 1×16×64×64',
    ],
  ])('%s', async (_name, published, latents) => {
    const { manifest, pictures, given } = await draw(id, published);
    const taken = [...manifest.files, ...(manifest.variants[0]?.files ?? [])].map(
      ({ path }) => path,
    );
    expect(taken.sort()).toEqual([...published.files.keys()].sort());
    expect(pictures[0]).toMatchObject({ width: 512, height: 512 });
    const [text] = given('textEncoder');
    expect(formsOf(text)).toEqual({
      input_ids: `int64 1×${tokens}`,
      attention_mask: `int64 1×${tokens}`,
    });
    expect(text?.['attention_mask']?.values.every((value) => value === 1)).toBe(true);
    const [type] = latents.split(' ');
    expect(formsOf(given('denoiser')[0])).toEqual({
      hidden_states: latents,
      timestep: `${type} 1`,
      encoder_hidden_states: `${type} 1×${tokens}×2560`,
    });
    // The makers' program asks nine times, the last time where nothing changes any more.
    const shifted = Array.from({ length: 9 }, (_, index) => 1 - (index * 0.997) / 8).map(
      (t) => (3 * t) / (1 + 2 * t),
    );
    const times = valuesOf(given('denoiser'), 'timestep');
    expect(times).toHaveLength(8);
    const differences = times.map((time = NaN, index) =>
      Math.abs(time - 1 + (shifted[index] ?? NaN)),
    );
    expect(Math.max(...differences)).toBeLessThan(0.01);
  });
});
