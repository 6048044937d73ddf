import {
  writeGgufFile,
  type GgufEntries,
  type GgufTensor,
} from '../../models/gguf/write-gguf.fixture.ts';

/** llama.cpp counts contexts in steps of 256. */
export const TINY_CONTEXT = 1024;

const HIDDEN = 32;
const INNER = 64;
const HEADS = 2;
const LAYERS = 2;

const MARKS = ['<|im_start|>', '<|im_end|>'];

/** GPT-2's letter for each byte. */
function listLetters(): string[] {
  let odd = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPlain =
      (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
    return String.fromCodePoint(isPlain ? byte : 256 + odd++);
  });
}

const TOKENS = [...listLetters(), 'Ġt', ...MARKS];
const END = TOKENS.indexOf('<|im_end|>');

/** Repeatable numbers between -1 and 1. */
function createNoise(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Nearly all of what it writes is printable ASCII, and it hardly ever ends by itself. */
function isWritten(token: number): boolean {
  return token >= 33 && token <= 126;
}

/**
 * A llama of some 30,000 random parameters that reads and writes bytes. The first number of its
 * states is always the same, and keeps it from writing what it should not. `entries`: what else its
 * header says.
 */
export function writeTinyLlama(seed = 7, entries: GgufEntries = {}): Blob {
  const noise = createNoise(seed);
  const fill = (length: number, size: number) =>
    Float32Array.from({ length }, () => noise() * size);
  const ones = () => new Float32Array(HIDDEN).fill(1);
  const matrix = (name: string, columns: number, rows: number, size = 0.5): GgufTensor => ({
    name,
    shape: [columns, rows],
    values: fill(columns * rows, size),
  });
  /** Adds to all numbers of a state but the first. */
  const adding = (name: string, columns: number): GgufTensor => {
    const { values = new Float32Array(), ...rest } = matrix(name, columns, HIDDEN, 0.3);
    return { ...rest, values: values.fill(0, 0, columns) };
  };
  const embeddings = fill(HIDDEN * TOKENS.length, 1);
  const output = fill(HIDDEN * TOKENS.length, 1);
  for (const token of TOKENS.keys()) {
    embeddings[token * HIDDEN] = 8;
    output[token * HIDDEN] = isWritten(token) ? 1 : -4;
  }
  const layers = Array.from({ length: LAYERS }, (_, layer): GgufTensor[] => [
    { name: `blk.${layer}.attn_norm.weight`, shape: [HIDDEN], values: ones() },
    ...['attn_q', 'attn_k', 'attn_v'].map((name) =>
      matrix(`blk.${layer}.${name}.weight`, HIDDEN, HIDDEN),
    ),
    adding(`blk.${layer}.attn_output.weight`, HIDDEN),
    { name: `blk.${layer}.ffn_norm.weight`, shape: [HIDDEN], values: ones() },
    matrix(`blk.${layer}.ffn_gate.weight`, HIDDEN, INNER),
    matrix(`blk.${layer}.ffn_up.weight`, HIDDEN, INNER),
    adding(`blk.${layer}.ffn_down.weight`, INNER),
  ]);
  return writeGgufFile({ ...describeTinyLlama(), ...entries }, [
    { name: 'token_embd.weight', shape: [HIDDEN, TOKENS.length], values: embeddings },
    ...layers.flat(),
    { name: 'output_norm.weight', shape: [HIDDEN], values: ones() },
    { name: 'output.weight', shape: [HIDDEN, TOKENS.length], values: output },
  ]);
}

function describeTinyLlama() {
  return {
    'general.architecture': 'llama',
    'general.name': 'Tiny llama',
    'general.file_type': 0,
    'llama.context_length': TINY_CONTEXT,
    'llama.embedding_length': HIDDEN,
    'llama.block_count': LAYERS,
    'llama.feed_forward_length': INNER,
    'llama.attention.head_count': HEADS,
    'llama.attention.head_count_kv': HEADS,
    'llama.rope.dimension_count': HIDDEN / HEADS,
    'llama.attention.layer_norm_rms_epsilon': Float32Array.of(1e-5),
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'gpt-2',
    'tokenizer.ggml.tokens': TOKENS,
    'tokenizer.ggml.token_type': Int32Array.from(TOKENS, (token) =>
      MARKS.includes(token) ? 3 : 1,
    ),
    'tokenizer.ggml.merges': ['Ġ t'],
    'tokenizer.ggml.eos_token_id': END,
    'tokenizer.ggml.add_bos_token': false,
    'tokenizer.chat_template':
      '{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}',
  };
}
