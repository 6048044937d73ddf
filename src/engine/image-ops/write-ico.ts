import { joinBytes } from '../join-bytes.ts';

const HEADER_BYTES = 6;
const ENTRY_BYTES = 16;
const ICON = 1;

/** One size of an icon: a square PNG of at most 256 pixels a side. */
export interface IconImage {
  side: number;
  png: Uint8Array<ArrayBuffer>;
}

/**
 * A Windows icon (.ico) that holds PNGs, as browsers ask for under `/favicon.ico`.
 *
 * @example
 * const png = Uint8Array.of(1, 2, 3);
 * writeIco([{ side: 16, png }]).length; // → 25
 */
export function writeIco(images: readonly IconImage[]): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(HEADER_BYTES + ENTRY_BYTES * images.length));
  head.setUint16(2, ICON, true);
  head.setUint16(4, images.length, true);
  let offset = head.byteLength;
  for (const [index, { side, png }] of images.entries()) {
    const at = HEADER_BYTES + ENTRY_BYTES * index;
    // 0 stands for 256.
    head.setUint8(at, side % 256);
    head.setUint8(at + 1, side % 256);
    head.setUint16(at + 4, 1, true);
    head.setUint16(at + 6, 32, true);
    head.setUint32(at + 8, png.length, true);
    head.setUint32(at + 12, offset, true);
    offset += png.length;
  }
  return joinBytes([new Uint8Array(head.buffer), ...images.map(({ png }) => png)]);
}
