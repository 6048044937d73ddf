import { describe, expect, it } from 'vitest';
import {
  addGraph,
  buildDenoiser,
  buildTextEncoder,
  buildVaeDecoder,
  buildVaeEncoder,
  type DenoiserForm,
  type PublishedFiles,
} from '../../../../e2e/fixtures/published-pipelines.ts';
import type { ImageManifest } from '../../models/manifest.ts';
import { draw, findModel, formsOf, valuesOf } from './draw-published.fixture.ts';
import { tokensOfCat, grey } from './stable-diffusion-graphs.fixture.ts';

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

describe(
  'models of the catalogue with two text encoders, on graphs of the published forms',
  { timeout: 120_000 },
  () => {
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
        values: tokensOfCat(49407),
      });
      expect(given('textEncoder2')[0]?.['input_ids']).toEqual({
        type: 'int64',
        dims: [1, 77],
        values: tokensOfCat(0),
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
  },
);
