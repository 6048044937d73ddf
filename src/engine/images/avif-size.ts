import { createByteReader, type ByteReader } from './byte-reader.ts';
import type { PictureSize } from './picture-size.ts';

/** Boxes to look into on the way to a picture's size, and the bytes before their content. */
const CONTAINERS: Readonly<Record<string, number>> = { meta: 12, iprp: 8, ipco: 8 };
const MAX_BOXES = 10_000;

/**
 * The largest size in the item properties (`ispe`, ISO/IEC 23008-12): that of the whole picture,
 * where it is made of tiles.
 */
export function readAvifSize(bytes: Uint8Array): PictureSize | undefined {
  const reader = createByteReader(bytes);
  const sizes = [...findSizes(reader, 0, bytes.length, { left: MAX_BOXES })];
  if (sizes.length === 0) return undefined;
  const width = Math.max(...sizes.map((size) => size.width));
  const height = Math.max(...sizes.map((size) => size.height));
  return { width, height };
}

function* findSizes(
  reader: ByteReader,
  from: number,
  to: number,
  budget: { left: number },
): Generator<PictureSize> {
  for (let at = from; at + 8 <= to && budget.left-- > 0;) {
    const length = reader.u32(at);
    const type = reader.text(at + 4, 4);
    // 0: to the end of the file; 1: a 64-bit length, which only media data needs.
    const end = length >= 8 ? Math.min(to, at + length) : to;
    const size = { width: reader.u32(at + 12), height: reader.u32(at + 16) };
    // Not a number where the file ends before.
    if (type === 'ispe' && size.height >= 0) yield size;
    const header = CONTAINERS[type];
    if (header !== undefined) yield* findSizes(reader, at + header, end, budget);
    at = end;
  }
}
