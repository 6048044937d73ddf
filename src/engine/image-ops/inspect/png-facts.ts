import { createByteReader } from './byte-reader.ts';
import type { PictureFacts } from './picture-facts.ts';

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
const SIGNATURE_BYTES = 8;
/** Length, type and checksum. */
const CHUNK_FRAME_BYTES = 12;

interface ChunkSpan {
  type: string;
  start: number;
  end: number;
}

function* walkSpans(bytes: Uint8Array): Generator<ChunkSpan> {
  const reader = createByteReader(bytes);
  for (let start = SIGNATURE_BYTES; start + 8 <= bytes.length;) {
    const end = start + CHUNK_FRAME_BYTES + reader.u32(start);
    yield { type: reader.text(start + 4, 4), start, end };
    start = end;
  }
}

export function readPngFacts(bytes: Uint8Array): PictureFacts | undefined {
  const reader = createByteReader(bytes);
  if (reader.text(12, 4) !== 'IHDR') return undefined;
  // An APNG's animation is not read: what every viewer shows is its first picture.
  return { width: reader.u32(16), height: reader.u32(20), frames: 1 };
}

/** The `gAMA` of a file that says nothing else about its colours: 0.45455 for sRGB. */
export function readPngGamma(bytes: Uint8Array): number | undefined {
  const spans = new Map([...walkSpans(bytes)].map((span) => [span.type, span]));
  const gamma = spans.get('gAMA');
  if (!gamma || spans.has('iCCP') || spans.has('sRGB')) return undefined;
  const value = createByteReader(bytes).u32(gamma.start + 8) / 100_000;
  return value > 0 ? value : undefined;
}

/**
 * The file without chunks that a decoder does not need, so that a text which unpacks to gigabytes
 * is never unpacked.
 */
export function stripPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const spans = [...walkSpans(bytes)];
  const kept = spans.filter(({ type, start, end }) => {
    const isMetadata = type === 'iCCP' || type === 'eXIf';
    return NEEDED_CHUNKS.has(type) && !(isMetadata && end - start > MAX_METADATA_BYTES);
  });
  if (kept.length === spans.length) return bytes;
  const size = kept.reduce((sum, { start, end }) => sum + Math.min(end, bytes.length) - start, 0);
  const stripped = new Uint8Array(SIGNATURE_BYTES + size);
  stripped.set(bytes.subarray(0, SIGNATURE_BYTES));
  let at = SIGNATURE_BYTES;
  for (const { start, end } of kept) {
    const chunk = bytes.subarray(start, end);
    stripped.set(chunk, at);
    at += chunk.length;
  }
  return stripped;
}
