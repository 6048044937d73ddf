import { readWebpSize } from '../../images/webp.ts';
import { createByteReader } from './byte-reader.ts';
import type { PictureFacts } from './picture-facts.ts';

export function readWebpFacts(bytes: Uint8Array<ArrayBuffer>): PictureFacts {
  const reader = createByteReader(bytes);
  let frames = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    if (reader.text(at, 4) === 'ANMF') frames++;
    const length = reader.u32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return { ...readWebpSize(bytes), frames: Math.max(1, frames) };
}
