import { createByteReader } from './byte-reader.ts';
import type { PictureFacts } from './picture-facts.ts';

const WIDTH = 256;
const HEIGHT = 257;
const SHORT = 3;

/** The first page (TIFF 6.0). */
export function readTiffFacts(bytes: Uint8Array): PictureFacts | undefined {
  const reader = createByteReader(bytes);
  const isLittle = reader.text(0, 2) === 'II';
  const directory = reader.u32(4, isLittle);
  const count = reader.u16(directory, isLittle);
  const values = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const at = directory + 2 + 12 * index;
    const isShort = reader.u16(at + 2, isLittle) === SHORT;
    const value = isShort ? reader.u16(at + 8, isLittle) : reader.u32(at + 8, isLittle);
    values.set(reader.u16(at, isLittle), value);
  }
  const [width, height] = [values.get(WIDTH), values.get(HEIGHT)];
  return width === undefined || height === undefined ? undefined : { width, height, frames: 1 };
}
