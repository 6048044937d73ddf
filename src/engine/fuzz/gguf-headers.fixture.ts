import fc from 'fast-check';
import { joinBytes } from '../join-bytes.ts';
import { text, u32, u64 } from '../models/gguf/write-gguf.fixture.ts';
import { inputsFrom, type Inputs } from './fuzz.fixture.ts';

/** All that is read of a header. */
const KEYS = [
  ...['general.architecture', 'general.name', 'general.license', 'general.file_type'],
  ...['general.alignment', 'split.count', 'llama.context_length', 'llama.embedding_length'],
  ...['llama.block_count', 'llama.attention.head_count', 'llama.attention.head_count_kv'],
  ...['llama.attention.key_length', 'llama.pooling_type', 'tokenizer.chat_template'],
  ...['tokenizer.ggml.model', 'tokenizer.ggml.tokens', 'tokenizer.ggml.token_type'],
  ...['tokenizer.ggml.add_bos_token', 'tokenizer.ggml.bos_token_id'],
];

const TYPE = { i32: 5, f32: 6, bool: 7, string: 8, list: 9, u64: 10, f64: 12 };

const real = fc.constantFrom(0, 1, -1, 1.5, 64, 8192, NaN, Infinity, 1e300);
const words = fc.constantFrom('', 'llama', 'bert', 'gpt2', '{{ x }}', '{% for', 'é'.repeat(9000));
const small = fc.constantFrom(0n, 1n, 2n, 3n, 64n, 8192n, 2n ** 32n, 2n ** 53n - 1n);
/** Of whatever kind, with all its bytes. */
const value = fc.oneof(
  fc.record({ kind: fc.constant('text'), words }),
  fc.record({ kind: fc.constant('real'), value: real, isLong: fc.boolean() }),
  fc.record({ kind: fc.constant('whole'), value: small }),
  fc.record({ kind: fc.constant('bool') }),
  fc.record({ kind: fc.constant('numbers'), values: fc.array(fc.integer(), { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('texts'), values: fc.array(words, { maxLength: 5 }) }),
) as fc.Arbitrary<Value>;

type Value =
  | { kind: 'text'; words: string }
  | { kind: 'real'; value: number; isLong: boolean }
  | { kind: 'whole'; value: bigint }
  | { kind: 'bool' }
  | { kind: 'numbers'; values: readonly number[] }
  | { kind: 'texts'; values: readonly string[] };

const tensor = fc.record({
  shape: fc.array(small, { maxLength: 4 }),
  type: fc.nat(45),
  offset: small,
});

/** Counts, lengths and offsets that no file has bytes for. */
const huge = fc.constantFrom(2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n);
const bytes = fc.uint8Array({ maxLength: 40 });
const lie = fc.oneof(
  fc.record({ kind: fc.constant('list'), type: fc.nat(14), length: huge, bytes }),
  fc.record({ kind: fc.constant('lists'), depth: fc.nat(2000) }),
  fc.record({ kind: fc.constant('text'), length: huge, bytes }),
  fc.record({ kind: fc.constant('key'), length: fc.oneof(huge, fc.constant(70_000n)), bytes }),
  fc.record({ kind: fc.constant('any'), type: fc.nat(20), bytes }),
  fc.record({ kind: fc.constant('entries'), count: huge }),
  fc.record({ kind: fc.constant('tensors'), count: huge }),
  fc.record({ kind: fc.constant('shape'), shape: fc.array(huge, { minLength: 1, maxLength: 10 }) }),
  // A part of the file's length.
  fc.record({ kind: fc.constant('cut'), end: fc.double({ min: 0, max: 1, noNaN: true }) }),
) as fc.Arbitrary<Lie>;

type Lie =
  | { kind: 'list'; type: number; length: bigint; bytes: Uint8Array }
  | { kind: 'lists'; depth: number }
  | { kind: 'text' | 'key'; length: bigint; bytes: Uint8Array }
  | { kind: 'any'; type: number; bytes: Uint8Array }
  | { kind: 'entries' | 'tensors'; count: bigint }
  | { kind: 'shape'; shape: readonly bigint[] }
  | { kind: 'cut'; end: number };

const header = fc.record({
  entries: fc.array(fc.record({ key: fc.constantFrom(...KEYS), value }), { maxLength: 16 }),
  tensors: fc.array(tensor, { maxLength: 3 }),
});

/** Headers that are whole, and say what they should not. */
export function inventHeaders(): Inputs<Blob> {
  return inputsFrom(header, ({ entries, tensors }) => new Blob([writeHeader(entries, tensors)]));
}

/** Headers of which one thing is not as the file has it. */
export function inventLies(): Inputs<Blob> {
  return inputsFrom(fc.record({ header, lie }), ({ header: { entries, tensors }, lie: told }) => {
    if (told.kind === 'shape')
      return new Blob([writeHeader(entries, [{ shape: told.shape, type: 0, offset: 0n }])]);
    const written = writeHeader(entries, tensors, told);
    const end = told.kind === 'cut' ? told.end : 1;
    return new Blob([written.slice(0, Math.floor(written.length * end))]);
  });
}

interface Tensor {
  shape: readonly bigint[];
  type: number;
  offset: bigint;
}

function writeHeader(
  entries: readonly { key: string; value: Value }[],
  tensors: readonly Tensor[],
  told?: Lie,
): Uint8Array<ArrayBuffer> {
  const added = told ? writeLie(told) : undefined;
  const count = entries.length + 1 + (added ? 1 : 0);
  return joinBytes([
    ...[u32(0x46554747), u32(3)],
    u64(told?.kind === 'tensors' ? told.count : tensors.length),
    u64(told?.kind === 'entries' ? told.count : count),
    // What comes later under the same key is what counts.
    ...[text('general.architecture'), writeValue({ kind: 'text', words: 'llama' })],
    ...entries.flatMap((entry) => [text(entry.key), writeValue(entry.value)]),
    ...(added ? [added] : []),
    ...tensors.flatMap(({ shape, type, offset }) => [
      ...[text('t'), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)],
    ]),
  ]);
}

function writeValue(written: Value): Uint8Array {
  switch (written.kind) {
    case 'text':
      return joinBytes([u32(TYPE.string), text(written.words)]);
    case 'real': {
      const { buffer } = (written.isLong ? Float64Array : Float32Array).of(written.value);
      return joinBytes([u32(written.isLong ? TYPE.f64 : TYPE.f32), new Uint8Array(buffer)]);
    }
    case 'whole':
      return joinBytes([u32(TYPE.u64), u64(written.value)]);
    case 'bool':
      return joinBytes([u32(TYPE.bool), Uint8Array.of(1)]);
    case 'numbers':
      return joinBytes([
        ...[u32(TYPE.list), u32(TYPE.i32), u64(written.values.length)],
        new Uint8Array(Int32Array.from(written.values).buffer),
      ]);
    case 'texts':
      return joinBytes([
        ...[u32(TYPE.list), u32(TYPE.string), u64(written.values.length)],
        ...written.values.map(text),
      ]);
  }
}

/** A last entry; `undefined` for lies that are told elsewhere. */
function writeLie(told: Lie): Uint8Array | undefined {
  const key = text('tokenizer.ggml.tokens');
  switch (told.kind) {
    case 'list':
      return joinBytes([key, u32(TYPE.list), u32(told.type), u64(told.length), told.bytes]);
    case 'lists': {
      const lists = Array.from({ length: told.depth }, () => [u32(TYPE.list), u64(1)]);
      return joinBytes([key, u32(TYPE.list), ...lists.flat()]);
    }
    case 'text':
      return joinBytes([key, u32(TYPE.string), u64(told.length), told.bytes]);
    case 'key':
      return joinBytes([u64(told.length), told.bytes]);
    case 'any':
      return joinBytes([key, u32(told.type), told.bytes]);
    default:
      return undefined;
  }
}
