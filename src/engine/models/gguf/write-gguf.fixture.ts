import { joinBytes } from '../../join-bytes.ts';

export const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
export const u64 = (value: number | bigint) =>
  new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
export const text = (value: string) => {
  const bytes = new TextEncoder().encode(value);
  return joinBytes([u64(bytes.length), bytes]);
};

/** Numbers are whole; a `Float32Array` is one with a point. */
type Entry = string | number | boolean | Float32Array | Int32Array | readonly string[];
export type GgufEntries = Readonly<Record<string, Entry>>;

function writeValue(value: Entry): Uint8Array {
  if (typeof value === 'string') return joinBytes([u32(8), text(value)]);
  if (typeof value === 'number') return joinBytes([u32(4), u32(value)]);
  if (typeof value === 'boolean') return joinBytes([u32(7), Uint8Array.of(Number(value))]);
  if (value instanceof Float32Array) return joinBytes([u32(6), bytesOf(value)]);
  if (value instanceof Int32Array)
    return joinBytes([u32(9), u32(5), u64(value.length), bytesOf(value)]);
  return joinBytes([u32(9), u32(8), u64(value.length), ...value.map(text)]);
}

const bytesOf = (numbers: Float32Array | Int32Array) =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** A tensor of 32-bit floats. */
export interface GgufTensor {
  name: string;
  /** The innermost first. */
  shape: readonly number[];
  values?: Float32Array;
}

const ALIGNMENT = 32;
const align = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** A GGUF file of version 3. */
export function writeGgufFile(entries: GgufEntries, tensors: readonly GgufTensor[]): Blob {
  const pairs = Object.entries(entries);
  let offset = 0;
  const described = tensors.flatMap(({ name, shape, values }) => {
    const begin = offset;
    offset = align(offset + (values?.byteLength ?? 0));
    return [text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(begin)];
  });
  const header = joinBytes([
    ...[u32(0x46554747), u32(3), u64(tensors.length), u64(pairs.length)],
    ...pairs.flatMap(([key, value]) => [text(key), writeValue(value)]),
    ...described,
  ]);
  const weights = tensors.flatMap(({ values = new Float32Array() }) => [
    bytesOf(values),
    new Uint8Array(align(values.byteLength) - values.byteLength),
  ]);
  const hasWeights = tensors.some(({ values }) => values !== undefined);
  const padding = new Uint8Array(hasWeights ? align(header.length) - header.length : 0);
  return new Blob([joinBytes([header, padding, ...weights])]);
}

/** A GGUF file without weights; `shapes`: those of its tensors. */
export function writeGguf(entries: GgufEntries, shapes: readonly (readonly number[])[] = []): Blob {
  return writeGgufFile(
    entries,
    shapes.map((shape, at) => ({ name: `tensor.${at}`, shape })),
  );
}
