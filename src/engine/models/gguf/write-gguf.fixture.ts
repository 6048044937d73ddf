import { joinBytes } from '../../join-bytes.ts';

export const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
export const u64 = (value: number | bigint) =>
  new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
export const text = (value: string) => {
  const bytes = new TextEncoder().encode(value);
  return joinBytes([u64(bytes.length), bytes]);
};

type Entry = string | number | boolean | readonly string[];

function writeValue(value: Entry): Uint8Array {
  if (typeof value === 'string') return joinBytes([u32(8), text(value)]);
  if (typeof value === 'number') return joinBytes([u32(4), u32(value)]);
  if (typeof value === 'boolean') return joinBytes([u32(7), Uint8Array.of(Number(value))]);
  return joinBytes([u32(9), u32(8), u64(value.length), ...value.map(text)]);
}

/** A GGUF file without weights; `shapes`: those of its tensors. */
export function writeGguf(
  entries: Readonly<Record<string, Entry>>,
  shapes: readonly (readonly number[])[] = [],
): Blob {
  const pairs = Object.entries(entries);
  return new Blob([
    joinBytes([
      ...[u32(0x46554747), u32(3), u64(shapes.length), u64(pairs.length)],
      ...pairs.flatMap(([key, value]) => [text(key), writeValue(value)]),
      ...shapes.flatMap((shape, at) => [
        ...[text(`tensor.${at}`), u32(shape.length), ...shape.map(u64), u32(0), u64(0)],
      ]),
    ]),
  ]);
}
