import { createByteReader } from '../../images/byte-reader.ts';
import { walkChunks, type FoundChunk } from '../../images/png-chunks.ts';
import { joinBytes } from '../../join-bytes.ts';

/** Kept for decoding. The others are metadata, or tell nothing that a decoder needs. */
const NEEDED_CHUNKS: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'iCCP',
  'sRGB',
  'gAMA',
  'cHRM',
  'sBIT',
  'eXIf',
]);
/** A profile or Exif block beyond this is dropped: real ones are a few kilobytes. */
const MAX_METADATA_BYTES = 2 ** 20;

function isNeeded({ type, data }: FoundChunk): boolean {
  const isMetadata = type === 'iCCP' || type === 'eXIf';
  return NEEDED_CHUNKS.has(type) && !(isMetadata && data.length > MAX_METADATA_BYTES);
}

/** The `gAMA` of a file that says nothing else about its colours: 0.45455 for sRGB. */
export function readPngGamma(bytes: Uint8Array<ArrayBuffer>): number | undefined {
  let gamma: number | undefined;
  for (const { type, data } of walkChunks(bytes)) {
    if (type === 'iCCP' || type === 'sRGB') return undefined;
    if (type === 'gAMA') gamma = createByteReader(data).u32(0) / 100_000;
    if (type === 'IDAT') break;
  }
  return gamma !== undefined && gamma > 0 ? gamma : undefined;
}

/**
 * The file without chunks that a decoder does not need, so that a text which unpacks to gigabytes
 * is never unpacked. Checksums stay as they are: damage is for the decoder to find.
 */
export function stripPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const kept = [bytes.subarray(0, SIGNATURE_BYTES)];
  for (const chunk of walkChunks(bytes)) {
    const start = chunk.data.byteOffset - bytes.byteOffset - LENGTH_AND_TYPE_BYTES;
    const end = start + LENGTH_AND_TYPE_BYTES + chunk.data.length + CHECKSUM_BYTES;
    if (isNeeded(chunk)) kept.push(bytes.subarray(start, end));
  }
  return joinBytes(kept);
}

const SIGNATURE_BYTES = 8;
const LENGTH_AND_TYPE_BYTES = 8;
const CHECKSUM_BYTES = 4;
