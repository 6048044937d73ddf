import { EngineError } from '../errors.ts';
import { joinBytes, latin1Bytes, startsWith } from './bytes.ts';

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
const EXIF_HEADER = 'Exif\0\0';
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
/** A segment's length is two bytes and counts itself. */
const LONGEST = 0xffff - 2;

/** The XMP packet of a file, if it has one. */
export function readJpegXmp(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const segment = readSegments(bytes).find(({ marker, data }) => marker === APP1 && startsWith(data, XMP_HEADER));
  return segment && new TextDecoder().decode(segment.data.subarray(XMP_HEADER.length));
}

/** The Exif block of a file, without its header, if it has one. */
export function readJpegExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const segment = readSegments(bytes).find(({ marker, data }) => marker === APP1 && startsWith(data, EXIF_HEADER));
  return segment?.data.subarray(EXIF_HEADER.length);
}

/** The file with this XMP packet after its start, one that was there replaced. Throws `invalid_request`: no JPEG, or too long. */
export function writeJpegXmp(bytes: Uint8Array<ArrayBuffer>, xmp: string): Uint8Array<ArrayBuffer> {
  const data = joinBytes(latin1Bytes(XMP_HEADER), new TextEncoder().encode(xmp));
  if (data.length > LONGEST)
    throw new EngineError('invalid_request', 'These parameters are too long for a JPEG. Save as PNG or WebP.');
  const length = data.length + 2;
  const segment = joinBytes(Uint8Array.of(0xff, APP1, length >> 8, length & 0xff), data);
  const old = readSegments(bytes).find(({ marker, data: found }) => marker === APP1 && startsWith(found, XMP_HEADER));
  const rest = old ? joinBytes(bytes.subarray(2, old.start), bytes.subarray(old.end)) : bytes.subarray(2);
  return joinBytes(bytes.subarray(0, 2), segment, rest);
}

interface Segment {
  marker: number;
  data: Uint8Array<ArrayBuffer>;
  start: number;
  end: number;
}

/** The segments before the picture itself. */
function readSegments(bytes: Uint8Array<ArrayBuffer>): Segment[] {
  if (!isJpeg(bytes)) throw new EngineError('invalid_request', 'This file is no JPEG.');
  const segments: Segment[] = [];
  for (let start = 2; start + 4 <= bytes.length && bytes[start] === 0xff;) {
    const marker = bytes[start + 1] ?? 0;
    if (marker === START_OF_SCAN) break;
    const end = start + 2 + (((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0));
    segments.push({ marker, data: bytes.subarray(start + 4, end), start, end });
    start = end;
  }
  return segments;
}
