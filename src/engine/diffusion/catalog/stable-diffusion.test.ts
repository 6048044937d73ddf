import { describe, expect, it } from 'vitest';
import {
  addGraph,
  buildDenoiser,
  buildTextEncoder,
  buildVaeDecoder,
  type DenoiserForm,
  type PublishedFiles,
} from '../../../../e2e/fixtures/published-pipelines.ts';
import { draw, findModel, formsOf, valuesOf } from './draw-published.fixture.ts';
import {
  clipOutputs,
  tokensOfCat,
  grey,
  inFolders,
  unetForm,
} from './stable-diffusion-graphs.fixture.ts';

describe(
  'Stable Diffusion 1.5 and 2.1, on graphs of the published forms',
  { timeout: 120_000 },
  () => {
    it('Stable Diffusion 1.5: 16 bits throughout, the time as well; weights.pb beside the graph', async () => {
      const unet = unetForm('f16', { type: 'f16', dims: [1] }, 768);
      const files = inFolders(unet, { type: 'f16', width: 768, data: { unet: ['weights.pb'] } });
      const id = 'nmkd/stable-diffusion-1.5-onnx-fp16';
      const { pictures, given } = await draw(id, { files }, { negativePrompt: 'a dog' });
      expect(pictures).toHaveLength(1);
      expect(given('textEncoder').map((feeds) => feeds['input_ids']?.values)).toContainEqual(
        tokensOfCat(49407),
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
      const unet = unetForm('f32', { type: 'f32', dims: [1] }, 1024);
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
        values: tokensOfCat(0),
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
