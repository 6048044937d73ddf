import { createByteReader } from './byte-reader.ts';
import type { PictureSize } from './picture-size.ts';

const CODESTREAM = 0xff0a;
/** Widths as a ratio of the height, by number (ISO/IEC 18181-1, size header). */
const RATIOS = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2];
/** Bits of a side, by the two bits before it. */
const SIDE_BITS = [9, 13, 18, 30];

/** Width and height in pixels; `undefined` if the file is not a JPEG XL. */
export function readJxlSize(bytes: Uint8Array): PictureSize | undefined {
  const start = findCodestream(bytes);
  if (start === undefined) return undefined;
  const bits = createBitReader(bytes.subarray(start + 2, start + 18));
  const isSmall = bits(1) === 1;
  const readSide = () => (isSmall ? 8 * (bits(5) + 1) : bits(SIDE_BITS[bits(2)] ?? 0) + 1);
  const height = readSide();
  const ratio = RATIOS[bits(3)];
  return { width: ratio ? Math.floor(height * ratio) : readSide(), height };
}

/** Where the picture begins: at once, or within a box of the container. */
function findCodestream(bytes: Uint8Array): number | undefined {
  const reader = createByteReader(bytes);
  if (reader.u16(0) === CODESTREAM) return 0;
  for (let at = 0; at + 8 <= bytes.length;) {
    const [length, type] = [reader.u32(at), reader.text(at + 4, 4)];
    // A part of a codestream is numbered.
    const content = type === 'jxlc' ? at + 8 : type === 'jxlp' ? at + 12 : undefined;
    if (content !== undefined) return reader.u16(content) === CODESTREAM ? content : undefined;
    if (length < 8) return undefined;
    at += length;
  }
  return undefined;
}

/** The lowest bit of each byte first. */
function createBitReader(bytes: Uint8Array): (count: number) => number {
  let at = 0;
  return (count) => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++)
      value += (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** bit;
    return value;
  };
}
