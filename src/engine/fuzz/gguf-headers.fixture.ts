import fc from 'fast-check';
import { joinBytes } from '../join-bytes.ts';
import { text, u32, u64 } from '../models/gguf/write-gguf.fixture.ts';
import { inputsFrom, type Inputs } from './fuzz.fixture.ts';

/** All that is read of a header, with kinds that it should not have. */
const KEYS = [
  ...['general.architecture', 'general.name', 'general.license', 'general.file_type'],
  ...['general.alignment', 'split.count', 'llama.context_length', 'llama.embedding_length'],
  ...['llama.block_count', 'llama.attention.head_count', 'llama.attention.head_count_kv'],
  ...['llama.attention.key_length', 'llama.pooling_type', 'tokenizer.chat_template'],
  ...['tokenizer.ggml.model', 'tokenizer.ggml.tokens', 'tokenizer.ggml.token_type'],
  ...['tokenizer.ggml.add_bos_token', 'tokenizer.ggml.bos_token_id', 'x'.repeat(70_000)],
];

const TYPE = { f32: 6, string: 8, list: 9, u64: 10, f64: 12 };

const real = fc.constantFrom(0, 1, -1, 1.5, 64, 8192, NaN, Infinity, 1e300);
/** Counts, lengths and offsets, most of which no file has bytes for. */
const whole = fc.constantFrom(
  ...[0n, 1n, 2n, 3n, 64n, 8192n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n],
);
const words = fc.constantFrom('', 'llama', 'bert', 'gpt2', '{{ x }}', '{% for', 'é'.repeat(9000));

type Value =
  | { kind: 'text'; words: string }
  | { kind: 'real'; value: number; isLong: boolean }
  | { kind: 'whole'; value: bigint }
  | { kind: 'list'; type: number; claimed: bigint; bytes: Uint8Array }
  | { kind: 'texts'; words: readonly string[]; claimed: bigint | undefined }
  | { kind: 'lists'; depth: number }
  | { kind: 'any'; type: number; bytes: Uint8Array };

const bytes = fc.uint8Array({ maxLength: 40 });
const value = fc.oneof(
  fc.record({ kind: fc.constant('text'), words }),
  fc.record({ kind: fc.constant('real'), value: real, isLong: fc.boolean() }),
  fc.record({ kind: fc.constant('whole'), value: whole }),
  fc.record({ kind: fc.constant('list'), type: fc.nat(14), claimed: whole, bytes }),
  fc.record({
    ...{ kind: fc.constant('texts'), words: fc.array(words, { maxLength: 5 }) },
    claimed: fc.option(whole, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('lists'), depth: fc.nat(2000) }),
  fc.record({ kind: fc.constant('any'), type: fc.nat(20), bytes }),
) as fc.Arbitrary<Value>;

const tensor = fc.record({
  shape: fc.array(whole, { maxLength: 10 }),
  type: fc.nat(45),
  offset: whole,
});

const header = fc.record({
  hasArchitecture: fc.boolean(),
  entries: fc.array(fc.record({ key: fc.constantFrom(...KEYS), value }), { maxLength: 12 }),
  tensors: fc.array(tensor, { maxLength: 4 }),
  /** In place of how many entries and tensors there are. */
  claimed: fc.option(fc.record({ entries: whole, tensors: whole }), { nil: undefined, freq: 8 }),
  /** A part of the file's length. */
  end: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: 1, freq: 4 }),
});

/** Headers that are written as they should be, with what should not be in them. */
export function inventHeaders(): Inputs<Blob> {
  return inputsFrom(header, ({ hasArchitecture, entries, tensors, claimed, end }) => {
    const first = { key: 'general.architecture', value: { kind: 'text', words: 'llama' } as const };
    const all = hasArchitecture ? [first, ...entries] : entries;
    const written = joinBytes([
      ...[u32(0x46554747), u32(3)],
      ...[u64(claimed?.tensors ?? tensors.length), u64(claimed?.entries ?? all.length)],
      ...all.flatMap((entry) => [text(entry.key), writeValue(entry.value)]),
      ...tensors.flatMap(({ shape, type, offset }) => [
        ...[text('t'), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)],
      ]),
    ]);
    return new Blob([written.slice(0, Math.floor(written.length * end))]);
  });
}

function writeValue(written: Value): Uint8Array {
  switch (written.kind) {
    case 'text':
      return joinBytes([u32(TYPE.string), text(written.words)]);
    case 'real':
      return writeReal(written);
    case 'whole':
      return joinBytes([u32(TYPE.u64), u64(written.value)]);
    case 'list':
      return joinBytes([u32(TYPE.list), u32(written.type), u64(written.claimed), written.bytes]);
    case 'texts':
      return joinBytes([
        ...[u32(TYPE.list), u32(TYPE.string), u64(written.claimed ?? written.words.length)],
        ...written.words.map(text),
      ]);
    case 'lists': {
      const lists = Array.from({ length: written.depth }, () => [u32(TYPE.list), u64(1)]);
      return joinBytes([u32(TYPE.list), ...lists.flat()]);
    }
    case 'any':
      return joinBytes([u32(written.type), written.bytes]);
  }
}

function writeReal({ value: number, isLong }: Extract<Value, { kind: 'real' }>): Uint8Array {
  const { buffer } = isLong ? Float64Array.of(number) : Float32Array.of(number);
  return joinBytes([u32(isLong ? TYPE.f64 : TYPE.f32), new Uint8Array(buffer)]);
}
