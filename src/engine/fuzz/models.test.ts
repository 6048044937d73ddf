import { it } from 'vitest';
import { formatNpy } from '../../../e2e/fixtures/npy.ts';
import { buildTextEncoder } from '../../../e2e/fixtures/published-pipelines.ts';
import { createTokenizer } from '../../../e2e/fixtures/tiny-llama.ts';
import { BoundedTemplate } from '../bounded-template.ts';
import { readVocabularyFile } from '../chat/decode/vocabulary-file.ts';
import { compileSchema } from '../chat/json/compile-schema.ts';
import { writeChatManifest } from '../models/chat-manifest.fixture.ts';
import { readHubAddress } from '../models/hub/hub-address.ts';
import { findModels, openFolderHub } from '../models/hub/folder-hub.ts';
import { estimateMemory } from '../models/load/estimate-memory.ts';
import { manifestSchema } from '../models/manifest.ts';
import { readOnnxFile } from '../onnx/onnx-file.ts';
import { sourceOf } from '../onnx/protobuf.ts';
import { describeRepository } from '../repositories/describe-repository.ts';
import { readNpz } from '../speech/kitten/read-npz.ts';
import { createZipFile } from '../files/write-zip.ts';
import { corruptBytes } from './corrupt-bytes.fixture.ts';
import { corruptJson } from './corrupt-json.fixture.ts';
import { corruptText } from './corrupt-text.fixture.ts';
import { fuzz } from './fuzz.fixture.ts';

const encode = (value: unknown) => new Blob([JSON.stringify(value) ?? '']);
const weights = { path: 'o/n/onnx/model_q4.onnx', body: new Blob(['weights']) };

const decoder = {
  ...{ architectures: ['LlamaForCausalLM'], model_type: 'llama', max_position_embeddings: 2048 },
  ...{ num_hidden_layers: 2, hidden_size: 8, intermediate_size: 16, num_attention_heads: 2 },
  ...{ num_key_value_heads: 1, head_dim: 4, vocab_size: 100, tie_word_embeddings: true },
};
const indexOfParts = {
  _class_name: 'StableDiffusionPipeline',
  unet: ['diffusers', 'UNet2DConditionModel'],
  vae: ['diffusers', 'AutoencoderKL'],
};
const mlc = {
  model_type: 'llama',
  context_window_size: 2048,
  quantization: 'q4f16_1',
  conv_template: { stop_token_ids: [2] },
};

/** Describes a folder of a model, of which one file says this. */
async function describeFolder(path: string, content: unknown): Promise<void> {
  const given = [
    { path: `o/n/${path}`, body: encode(content) },
    ...(path === 'config.json' ? [] : [{ path: 'o/n/config.json', body: encode(decoder) }]),
    { path: 'o/n/tokenizer.json', body: encode({}) },
    weights,
  ];
  const [model] = findModels(given);
  if (!model) return;
  const hub = await openFolderHub(model, new AbortController().signal, () => undefined);
  const manifest = await describeRepository(hub, model.repository);
  manifestSchema.parse(manifest);
  for (const { dtype } of manifest.variants) estimateMemory(manifest, dtype);
}

it('describes any repository by a manifest, or refuses it', async () => {
  await fuzz(corruptJson([decoder]), (value) => describeFolder('config.json', value));
  await fuzz(corruptJson([indexOfParts]), (value) => describeFolder('model_index.json', value));
  await fuzz(corruptJson([mlc]), (value) => describeFolder('mlc-chat-config.json', value));
});

it('reads any voices of KittenTTS, or refuses them', async () => {
  const zip = createZipFile();
  const npy = formatNpy({ dims: [2, 4], values: new Float32Array(8).fill(0.5) });
  await zip.add('voice.npy', new Blob([Uint8Array.from(npy)]));
  const whole = new Uint8Array(await zip.finish().arrayBuffer());
  await fuzz(corruptBytes([whole]), (bytes) => readNpz(new Blob([bytes])), { runs: 1000 });
});

it('checks any manifest', async () => {
  await fuzz(corruptJson([writeChatManifest()]), (value) => manifestSchema.safeParse(value));
});

it('names the files of any folder', async () => {
  const paths = corruptText([
    'hub/owner/name/config.json',
    'models--a--b/snapshots/c0/config.json',
  ]);
  await fuzz(paths, (path) => findModels([{ path, body: new Blob() }]), { runs: 300 });
});

it('reads any address of a hub', async () => {
  await fuzz(corruptText(['https://user:a@hub.example:8080/a?b#c']), readHubAddress, {
    runs: 300,
  });
});

it('reads any graph, or refuses it', async () => {
  const graph = buildTextEncoder({
    ids: 'i64',
    hasMask: true,
    outputs: [{ name: 'states', type: 'f16', width: 8, kind: 'states' }],
  });
  await fuzz(corruptBytes([graph.encode()]), (bytes) => readOnnxFile(sourceOf(bytes)), {
    runs: 300,
  });
});

it('reads any vocabulary, or refuses it', async () => {
  await fuzz(corruptJson([createTokenizer()]), (file) => readVocabularyFile(file));
});

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$', maxLength: 8 },
    tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 3 },
    age: { type: 'integer', minimum: 0, maximum: 150 },
    next: { $ref: '#/$defs/more' },
  },
  required: ['name'],
  $defs: { more: { anyOf: [{ type: 'null' }, { $ref: '#' }] } },
};

it('compiles any JSON schema, or refuses it', async () => {
  await fuzz(corruptJson([schema]), (value) => compileSchema(value as typeof schema));
});

const TEMPLATE =
  "{%- set ns = namespace(n=0) -%}{% macro say(m) %}<|{{ m.role }}|>{{ m['content'] | trim | replace('a', 'b') }}{% endmacro %}{% for message in messages %}{% if loop.first and message.role != 'system' %}{{ 'x' * 2 if false else '' }}{% endif %}{{ say(message) }}{% set ns.n = ns.n + 1 %}{% endfor %}{{ range(ns.n) | join(',') }}{% if add_generation_prompt %}<|assistant|>{% endif %}";

it('runs any chat template to an end', async () => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
  ];
  await fuzz(corruptText([TEMPLATE]), (source) => {
    try {
      new BoundedTemplate(source).render({ messages, add_generation_prompt: true });
    } catch (thrown) {
      // What is not a template, or refuses the conversation, may say so in any way.
      if (!(thrown instanceof Error)) throw thrown;
    }
  });
});
