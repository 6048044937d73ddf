import { describe, expect, it } from 'vitest';
import {
  addGraph,
  buildDenoiser,
  buildTextEncoder,
  buildVaeDecoder,
  type DenoiserForm,
  type PublishedFiles,
} from '../../../../e2e/fixtures/published-pipelines.ts';
import { BYTE_CHARACTERS } from '../prompts/byte-pair-encoding.ts';
import { draw, formsOf, type Published, valuesOf } from './draw-published.fixture.ts';

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

describe('Z-Image-Turbo, on graphs of the published forms', { timeout: 120_000 }, () => {
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
