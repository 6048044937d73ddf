import { describe, expect, it } from 'vitest';
import type { Hub } from '../models/hub/hub.ts';
import type { ChatManifest } from '../models/manifest.ts';
import { describeRepository } from './describe-repository.ts';

/** A repository with these graphs, of this `model_type`. */
function openHub(graphs: readonly string[], type: string): Hub {
  const config = {
    architectures: ['SomeForConditionalGeneration'],
    model_type: type,
    text_config: { model_type: `${type}_text`, max_position_embeddings: 4096 },
  };
  const paths = ['config.json', 'tokenizer.json', ...graphs.map((name) => `onnx/${name}`)];
  return {
    url: 'https://hub.example',
    fetch: (async (url: string) => {
      if (url.includes('/revision/')) return Response.json({ sha: 'c0ffee' });
      if (url.includes('config.json')) return Response.json(config);
      return Response.json(paths.map((path) => ({ type: 'file', path, size: 9, oid: 'ab' })));
    }) as typeof fetch,
  };
}
const describeGraphs = async (graphs: readonly string[], type = 'qwen3_5') =>
  (await describeRepository(openHub(graphs, type), 'some/model')) as ChatManifest;

describe('a repository in several graphs', () => {
  it('is read for its words alone, whatever else it takes', async () => {
    const { variants, capabilities, contextLength } = await describeGraphs([
      'embed_tokens_q4f16.onnx',
      'embed_tokens_q4f16.onnx_data',
      'decoder_model_merged_q4f16.onnx',
      'decoder_model_merged_q4f16.onnx_data',
      'decoder_model_merged_q4f16.onnx_data_1',
      'vision_encoder_fp16.onnx',
    ]);
    expect([capabilities.pictures, contextLength]).toEqual([undefined, 4096]);
    expect(variants).toEqual([expect.objectContaining({ dtype: 'q4f16' })]);
    expect(variants[0]?.files.map(({ path }) => path)).toEqual([
      'onnx/embed_tokens_q4f16.onnx',
      'onnx/decoder_model_merged_q4f16.onnx',
      'onnx/embed_tokens_q4f16.onnx_data',
      'onnx/decoder_model_merged_q4f16.onnx_data',
      'onnx/decoder_model_merged_q4f16.onnx_data_1',
    ]);
  });

  it('takes what there is for a graph that lacks the dtype of the decoder', async () => {
    const { variants } = await describeGraphs(
      ['embed_tokens_fp16.onnx', 'decoder_model_merged_q2f16.onnx'],
      'gemma4',
    );
    expect(variants).toEqual([
      expect.objectContaining({
        dtype: 'q2f16',
        graphDtypes: { embed_tokens: 'fp16', decoder_model_merged: 'q2f16' },
      }),
    ]);
  });

  it('without a table of its words has no build', async () => {
    await expect(describeGraphs(['decoder_model_merged_q4.onnx'])).rejects.toMatchObject({
      code: 'not_supported',
      message: expect.stringContaining('decoder_model_merged') as string,
    });
  });
});
