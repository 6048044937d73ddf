import { open } from 'node:fs/promises';
import { ReadableStream } from 'node:stream/web';

const PIECE_BYTES = 2 ** 18;

/**
 * The bytes from `start` up to and with `end` of a file. It is opened when the first piece is asked
 * for and closed when the last has been taken or the reader has gone away: a response that nobody
 * reads holds no file.
 */
export function readLazily(path: string, start: number, end: number): globalThis.ReadableStream {
  return ReadableStream.from(readPieces(path, start, end)) as globalThis.ReadableStream;
}

async function* readPieces(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (let at = start; at <= end;) {
      const length = Math.min(PIECE_BYTES, end + 1 - at);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
      // Less than was announced: the connection has to break, or the receiver would wait for the
      // rest.
      if (bytesRead === 0) throw new Error(`${path} shrank while it was being sent.`);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
