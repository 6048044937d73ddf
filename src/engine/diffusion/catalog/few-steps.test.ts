import { describe, expect, it } from 'vitest';
import {
  addGraph,
  buildDenoiser,
  buildTextEncoder,
  buildVaeDecoder,
  type DenoiserForm,
  type PublishedFiles,
} from '../../../../e2e/fixtures/published-pipelines.ts';
import { draw, type Feeds, formsOf, valuesOf } from './draw-published.fixture.ts';
import {
  clipOutputs,
  tokensOfCat,
  grey,
  inFolders,
  unetForm,
} from './stable-diffusion-graphs.fixture.ts';

describe(
  'models of the catalogue that draw in a few steps, on graphs of the published forms',
  { timeout: 120_000 },
  () => {
    it('SD-Turbo: 32-bit latents, whole timesteps from 999', async () => {
      const files = inFolders(unetForm('f32', { type: 'i64', dims: [1] }, 1024), {
        type: 'f32',
        width: 1024,
      });
      const id = 'schmuell/sd-turbo-ort-web';
      const { pictures, given } = await draw(id, { files });
      expect(pictures).toHaveLength(1);
      expect(given('textEncoder')[0]?.['input_ids']).toEqual({
        type: 'int32',
        dims: [1, 77],
        values: tokensOfCat(0),
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
      const open = unetForm('f32', { type: 'i64', dims: [1] }, 1024);
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
      const files = inFolders(unetForm('f32', { type: 'i64', dims: [1] }, 1024), {
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
        values: tokensOfCat(49407),
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
        ...unetForm('f32', { type: 'f32', dims: [1] }, 768),
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
        values: tokensOfCat(49407),
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
  },
);
