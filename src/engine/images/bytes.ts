import { joinBytes } from '../join-bytes.ts';

/** Small tools for file formats. */

/** A string of Latin-1 characters as bytes, one each. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function latin1Text(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  return parts.join('');
}

export function uint32Bytes(value: number, isLittleEndian = false): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, isLittleEndian);
  return bytes;
}

/** Whether the bytes from `offset` on are this Latin-1 text. */
export function startsWith(bytes: Uint8Array, text: string, offset = 0): boolean {
  for (let at = 0; at < text.length; at++)
    if (bytes[offset + at] !== text.charCodeAt(at)) return false;
  return true;
}

/** zlib's format (RFC 1950). */
export function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return pipe(bytes, new CompressionStream('deflate'));
}

/** Throws where the data is none, and a RangeError where it grows beyond `limit` bytes. */
export function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return pipe(bytes, new DecompressionStream('deflate'), limit);
}

async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  limit = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = transform.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = transform.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > limit) {
      // Without this the rest is unpacked, too, and waits in memory.
      void reader.cancel().catch(() => undefined);
      throw new RangeError(`More than ${limit} bytes`);
    }
    parts.push(step.value);
  }
  await written;
  return joinBytes(parts);
}
