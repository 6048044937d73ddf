import { EngineError } from '../errors.ts';
import { startsWith } from './bytes.ts';
import { isJpeg, readJpegSize } from './jpeg.ts';
import { isPng } from './png-chunks.ts';
import { isWebp, readWebpSize } from './webp.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** How much of a file to read for its header: JPEG may have profiles and thumbnails before it. */
export const HEADER_BYTES = 2 ** 20;

/**
 * The size in pixels that the header of a PNG, JPEG, WebP, GIF or BMP claims, so that a decoder
 * need not be started for a picture that would fill the memory. `undefined` for other kinds and
 * where the header is not there.
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
  if (!startsWith(bytes, 'BM')) return undefined;
  // A negative height is that of a picture whose first row is the top one.
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}
