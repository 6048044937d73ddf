import { throwIfAborted } from '../errors.ts';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Continues a checksum over more bytes; start with 0. As in zip and PNG (ISO 3309). */
export function continueCrc32(before: number, bytes: Uint8Array): number {
  let value = ~before;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] as number);
  return ~value >>> 0;
}

/** Of a Blob's bytes, read once and in pieces. Throws `aborted`. */
export async function crc32OfBlob(blob: Blob, signal?: AbortSignal): Promise<number> {
  let value = 0;
  const reader = blob.stream().getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    throwIfAborted(signal);
    value = continueCrc32(value, step.value);
  }
  return value;
}
