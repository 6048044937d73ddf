import { EngineError } from '../errors.ts';
import { readAvifSize } from './avif-size.ts';
import { startsWith } from './bytes.ts';
import { readTiffSize } from './exif.ts';
import { isJpeg, readJpegSize } from './jpeg.ts';
import { readJxlSize } from './jxl-size.ts';
import type { PictureSize } from './picture-size.ts';
import { isPng } from './png-chunks.ts';
import { isWebp, readWebpSize } from './webp.ts';

/** How much of a file to read for its header: JPEG may have profiles and thumbnails before it. */
export const HEADER_BYTES = 2 ** 20;

/**
 * The size in pixels that the header of a PNG, JPEG, WebP, GIF, AVIF, JPEG XL, TIFF or BMP claims,
 * so that a decoder need not be started for a picture that would fill the memory. `undefined` for
 * other kinds, and if the header is missing or says nothing.
 */
export function readHeaderSize(bytes: Uint8Array<ArrayBuffer>): PictureSize | undefined {
  try {
    return readSize(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof EngineError) return undefined;
    throw thrown;
  }
}

function readSize(bytes: Uint8Array<ArrayBuffer>, view: DataView): PictureSize | undefined {
  if (isPng(bytes)) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (isJpeg(bytes)) return readJpegSize(bytes);
  if (isWebp(bytes)) return readWebpSize(bytes);
  if (startsWith(bytes, 'GIF8'))
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (startsWith(bytes, 'ftyp', 4)) return readAvifSize(bytes);
  if (startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*')) return readTiffSize(bytes);
  if (!startsWith(bytes, 'BM')) return readJxlSize(bytes);
  // A negative height is that of a picture whose first row is the top one.
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}
