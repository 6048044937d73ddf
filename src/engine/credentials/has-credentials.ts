import { createByteReader } from '../images/byte-reader.ts';
import { startsWith } from '../images/bytes.ts';
import { walkSegments, type Segment } from '../images/jpeg.ts';
import { walkChunks } from '../images/png-chunks.ts';
import { walkChunks as walkWebpChunks } from '../images/webp.ts';
import { detectKind } from '../image-ops/inspect/picture-kind.ts';

/** Whether a file of this kind has the part for credentials. */
const FINDERS: Readonly<Record<string, (bytes: Uint8Array<ArrayBuffer>) => boolean>> = {
  png: (bytes) => hasOne(walkChunks(bytes), ({ type }) => type === 'caBX'),
  jpeg: (bytes) => hasOne(walkSegments(bytes), isCredentialsSegment),
  webp: (bytes) => hasOne(walkWebpChunks(bytes), ({ type }) => type === 'C2PA'),
  gif: hasGifCredentials,
  avif: hasBoxCredentials,
  heic: hasBoxCredentials,
  jxl: hasBoxCredentials,
};

/**
 * The kind of a picture with a part for Content Credentials in it; `undefined` for every other
 * file. It only looks where formats have that part (C2PA 2.2, "Embedding manifests"), and not at
 * what it holds, so that nothing larger is loaded for files without one.
 */
export function findCredentials(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const kind = detectKind(bytes);
  return kind && FINDERS[kind]?.(bytes) ? kind : undefined;
}

const APP11 = 0xeb;

/** A segment of JPEG XT (ISO/IEC 19566-5) with a JUMBF box whose type is C2PA's. */
function isCredentialsSegment({ marker, data }: Segment): boolean {
  return (
    marker === APP11 &&
    startsWith(data, 'JP') &&
    startsWith(data, 'jumb', 12) &&
    startsWith(data, 'c2pa', 24)
  );
}

/** An application extension, which has eleven letters. */
function hasGifCredentials(bytes: Uint8Array<ArrayBuffer>): boolean {
  for (let at = bytes.indexOf(0x21); at >= 0; at = bytes.indexOf(0x21, at + 1))
    if (startsWith(bytes, '\xff\x0bC2PA_GIF', at + 1)) return true;
  return false;
}

const C2PA_UUID = '\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81';
const MAX_BOXES = 10_000;

/** A box of the whole file (ISO/IEC 14496-12): by its identifier, or JPEG XL's for JUMBF. */
function hasBoxCredentials(bytes: Uint8Array<ArrayBuffer>): boolean {
  const reader = createByteReader(bytes);
  for (let at = 0, boxes = 0; at + 8 <= bytes.length && boxes < MAX_BOXES; boxes++) {
    const type = reader.text(at + 4, 4);
    if (type === 'uuid' && startsWith(bytes, C2PA_UUID, at + 8)) return true;
    if (type === 'jumb' && startsWith(bytes, 'c2pa', at + 16)) return true;
    const length = reader.u32(at);
    // 1: a 64-bit length follows; 0: to the end of the file.
    const whole = length === 1 ? reader.u32(at + 8) * 2 ** 32 + reader.u32(at + 12) : length;
    if (!(whole >= 8)) return false;
    at += whole;
  }
  return false;
}

function hasOne<T>(parts: Iterable<T>, isOne: (part: T) => boolean): boolean {
  for (const part of parts) if (isOne(part)) return true;
  return false;
}
