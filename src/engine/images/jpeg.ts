import { EngineError } from '../errors.ts';
import { joinBytes } from '../join-bytes.ts';
import { latin1Bytes, startsWith } from './bytes.ts';

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';
const EXIF_HEADER = 'Exif\0\0';
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
/** A segment's length is two bytes and counts itself. */
const MAX_SEGMENT_BYTES = 0xffff - 2;

/** The XMP packet of a file, if it has one. */
export function readJpegXmp(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const segment = findSegment(bytes, XMP_HEADER);
  return segment && new TextDecoder().decode(segment.data.subarray(XMP_HEADER.length));
}

/** The Exif block of a file, without its header, if it has one. */
export function readJpegExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const segment = findSegment(bytes, EXIF_HEADER);
  return segment?.data.subarray(EXIF_HEADER.length);
}

/**
 * Width and height in pixels, before it is turned as its Exif says; `undefined` if the file has no
 * frame.
 */
export function readJpegSize(
  bytes: Uint8Array<ArrayBuffer>,
): { width: number; height: number } | undefined {
  for (const { marker, data } of walkSegments(bytes)) {
    // C4, C8 and CC are tables, the others of this row begin a frame.
    if (marker < 0xc0 || marker > 0xcf || [0xc4, 0xc8, 0xcc].includes(marker)) continue;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return { width: view.getUint16(3), height: view.getUint16(1) };
  }
  return undefined;
}

/**
 * The file with this XMP packet after its start, one that was there replaced. Throws
 * `invalid_request`: no JPEG, or too long.
 */
export function writeJpegXmp(bytes: Uint8Array<ArrayBuffer>, xmp: string): Uint8Array<ArrayBuffer> {
  const data = joinBytes([latin1Bytes(XMP_HEADER), new TextEncoder().encode(xmp)]);
  if (data.length > MAX_SEGMENT_BYTES)
    throw new EngineError(
      'invalid_request',
      'These parameters are too long for a JPEG. Save as PNG or WebP.',
    );
  const length = data.length + 2;
  const segment = joinBytes([Uint8Array.of(0xff, APP1, length >> 8, length & 0xff), data]);
  const old = findSegment(bytes, XMP_HEADER);
  const rest = old
    ? joinBytes([bytes.subarray(2, old.start), bytes.subarray(old.end)])
    : bytes.subarray(2);
  return joinBytes([bytes.subarray(0, 2), segment, rest]);
}

export interface Segment {
  marker: number;
  data: Uint8Array<ArrayBuffer>;
  start: number;
  end: number;
}

function findSegment(bytes: Uint8Array<ArrayBuffer>, header: string): Segment | undefined {
  for (const segment of walkSegments(bytes))
    if (segment.marker === APP1 && startsWith(segment.data, header)) return segment;
  return undefined;
}

/** The segments before the picture itself. */
export function* walkSegments(bytes: Uint8Array<ArrayBuffer>): Generator<Segment> {
  if (!isJpeg(bytes)) throw new EngineError('invalid_request', 'This file is not a JPEG.');
  for (let start = 2; start + 4 <= bytes.length && bytes[start] === 0xff;) {
    const marker = bytes[start + 1] ?? 0;
    if (marker === START_OF_SCAN) return;
    // Before a marker there may be any number of fill bytes.
    if (marker === 0xff) {
      start++;
      continue;
    }
    const end = start + 2 + (((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0));
    yield { marker, data: bytes.subarray(start + 4, end), start, end };
    start = end;
  }
}
