import { open } from 'node:fs/promises';
import { ReadableStream } from 'node:stream/web';

const PIECE_BYTES = 2 ** 18;
/** Who has not taken a piece after this time has gone, or will ask for the rest again. */
const STALLED_MS = 120_000;

/**
 * The bytes from `start` up to and with `end` of a file. It is opened when the first piece is asked
 * for and closed when the last has been taken, the reader has gone away, or has taken nothing for
 * `stalledMs`: a response that nobody reads holds no file.
 */
export function readLazily(
  path: string,
  start: number,
  end: number,
  stalledMs = STALLED_MS,
): globalThis.ReadableStream {
  const pieces = readPieces(path, start, end);
  let timer: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(timer);
        const { done, value } = await pieces.next();
        if (done) return controller.close();
        controller.enqueue(value);
        timer = setTimeout(() => {
          void pieces.return(undefined);
          controller.error(new Error(`Nobody has read ${path} for ${stalledMs} ms.`));
        }, stalledMs).unref();
      },
      async cancel() {
        clearTimeout(timer);
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return stream as globalThis.ReadableStream;
}

async function* readPieces(
  path: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, undefined> {
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
  return undefined;
}
