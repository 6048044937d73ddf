import { EngineError } from '../errors.ts';
import { joinBytes } from '../join-bytes.ts';
import { latin1Bytes, latin1Text, startsWith, uint32Bytes } from './bytes.ts';

/** A part of a WebP file (RFC 9649). */
interface WebpChunk {
  type: string;
  data: Uint8Array<ArrayBuffer>;
}

export function isWebp(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8);
}

/** The XMP packet of a file, if it has one. */
export function readWebpXmp(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const data = findChunk(bytes, 'XMP ');
  return data && new TextDecoder().decode(data);
}

/** The Exif block of a file, if it has one. */
export function readWebpExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const data = findChunk(bytes, 'EXIF');
  // Some writers put JPEG's header before it.
  return data && startsWith(data, 'Exif\0\0') ? data.subarray(6) : data;
}

function findChunk(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: string,
): Uint8Array<ArrayBuffer> | undefined {
  for (const { type, data } of walkChunks(bytes)) if (type === wanted) return data;
  return undefined;
}

/**
 * Width and height in pixels. Throws `invalid_request` if there is no picture, a RangeError where
 * its header is cut off.
 */
export function readWebpSize(bytes: Uint8Array<ArrayBuffer>): { width: number; height: number } {
  const { value: first } = walkChunks(bytes).next();
  const chunks = first ? [first] : [];
  const header = chunks.find(({ type }) => type === 'VP8X')?.data ?? describePicture(chunks);
  const sideAt = (at: number) =>
    1 + (header[at] ?? 0) + ((header[at + 1] ?? 0) << 8) + ((header[at + 2] ?? 0) << 16);
  return { width: sideAt(4), height: sideAt(7) };
}

/**
 * The file with this XMP packet, in the extended form that allows one. Throws `invalid_request` if
 * it is not a WebP.
 */
export function writeWebpXmp(bytes: Uint8Array<ArrayBuffer>, xmp: string): Uint8Array<ArrayBuffer> {
  const chunks = [...walkChunks(bytes)].filter(({ type }) => type !== 'XMP ');
  const extended =
    chunks.find(({ type }) => type === 'VP8X')?.data.slice() ?? describePicture(chunks);
  extended[0] = (extended[0] ?? 0) | XMP_FLAG;
  const body = [
    { type: 'VP8X', data: extended },
    ...chunks.filter(({ type }) => type !== 'VP8X'),
    { type: 'XMP ', data: new TextEncoder().encode(xmp) },
  ].map(writeChunk);
  const content = joinBytes([latin1Bytes('WEBP'), ...body]);
  return joinBytes([latin1Bytes('RIFF'), uint32Bytes(content.length, true), content]);
}

const XMP_FLAG = 0x04;
const ALPHA_FLAG = 0x10;

export function* walkChunks(bytes: Uint8Array<ArrayBuffer>): Generator<WebpChunk> {
  if (!isWebp(bytes)) throw new EngineError('invalid_request', 'This file is not a WebP.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const length = view.getUint32(offset + 4, true);
    const type = latin1Text(bytes.subarray(offset, offset + 4));
    yield { type, data: bytes.subarray(offset + 8, offset + 8 + length) };
    offset += 8 + length + (length % 2);
  }
}

function writeChunk({ type, data }: WebpChunk): Uint8Array<ArrayBuffer> {
  return joinBytes([
    latin1Bytes(type),
    uint32Bytes(data.length, true),
    data,
    new Uint8Array(data.length % 2),
  ]);
}

/** Pictures of an animation; 0 for a still picture. Throws `invalid_request` if it is not a WebP. */
export function countWebpFrames(bytes: Uint8Array<ArrayBuffer>): number {
  let frames = 0;
  for (const { type } of walkChunks(bytes)) if (type === 'ANMF') frames++;
  return frames;
}

/** The header of the extended form for a file of the simple form: size and whether it has alpha. */
function describePicture(chunks: readonly WebpChunk[]): Uint8Array<ArrayBuffer> {
  const lossless = chunks.find(({ type }) => type === 'VP8L')?.data;
  const lossy = chunks.find(({ type }) => type === 'VP8 ')?.data;
  const header = new Uint8Array(10);
  if (lossless) {
    const bits = new DataView(lossless.buffer, lossless.byteOffset).getUint32(1, true);
    header[0] = (bits >>> 28) & 1 ? ALPHA_FLAG : 0;
    setSize(header, bits & 0x3fff, (bits >>> 14) & 0x3fff);
  } else if (lossy) {
    const view = new DataView(lossy.buffer, lossy.byteOffset);
    setSize(header, (view.getUint16(6, true) & 0x3fff) - 1, (view.getUint16(8, true) & 0x3fff) - 1);
  } else throw new EngineError('invalid_request', 'This WebP has no picture.');
  return header;
}

/** Both less 1, as the format wants it: three bytes each. */
function setSize(header: Uint8Array, width: number, height: number): void {
  header.set(
    [
      width & 0xff,
      (width >> 8) & 0xff,
      width >> 16,
      height & 0xff,
      (height >> 8) & 0xff,
      height >> 16,
    ],
    4,
  );
}
