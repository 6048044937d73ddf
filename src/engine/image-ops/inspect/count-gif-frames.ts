import { createByteReader, type ByteReader } from '../../images/byte-reader.ts';

const EXTENSION = 0x21;
const PICTURE = 0x2c;

/** Walks the blocks (GIF89a) without unpacking any. */
export function countGifFrames(bytes: Uint8Array): number {
  const reader = createByteReader(bytes);
  let at = 13 + tableBytes(reader.u8(10));
  for (let frames = 0; ;) {
    const block = reader.u8(at);
    if (block === EXTENSION) at = skipSubBlocks(reader, at + 2);
    else if (block === PICTURE) {
      frames++;
      at = skipSubBlocks(reader, at + 11 + tableBytes(reader.u8(at + 9)));
    } else return frames;
  }
}

/** Bytes of the colour table that a packed field announces. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

function skipSubBlocks(reader: ByteReader, from: number): number {
  let at = from;
  for (let length = reader.u8(at); length > 0; length = reader.u8(at)) at += length + 1;
  return at + 1;
}
