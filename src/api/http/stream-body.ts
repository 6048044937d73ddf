import { throwIfAborted } from '../../engine/errors.ts';
import { followRequest } from './follow-request.ts';

/** What a streamed answer is made of, and who is told how it went. */
export interface BodySource<Part> {
  /** Stops when the client closes the connection. */
  begin(signal: AbortSignal): AsyncIterable<Part>;
  /** Bytes of a part. */
  encode(part: Part): Uint8Array<ArrayBuffer>;
  /** Bytes that tell the client of a failure in the middle; absent where the format has no way. */
  encodeFailure?(thrown: unknown): Uint8Array<ArrayBuffer> | undefined;
  onEnd?(): void;
}

/**
 * Begins to answer: resolves once there is a first part, so that what fails before it is an error of
 * its own with a status. Parts are made as they are taken, and none after the client has gone.
 */
export async function streamBody<Part>(
  { begin, encode, encodeFailure, onEnd }: BodySource<Part>,
  request: Request,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { signal, stop, release } = followRequest(request);
  const parts = begin(signal)[Symbol.asyncIterator]();
  const finish = () => {
    release();
    onEnd?.();
  };
  let next: IteratorResult<Part> | undefined;
  try {
    next = await parts.next();
  } catch (thrown) {
    release();
    throw thrown;
  }
  // Nobody may be waiting for a part just then, and so nobody else would end the work.
  const leave = async () => {
    finish();
    await parts.return?.().catch(() => undefined);
  };
  signal.addEventListener('abort', () => void leave(), { once: true });
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const taken = next ?? (await parts.next());
          next = undefined;
          if (!taken.done) return controller.enqueue(encode(taken.value));
          throwIfAborted(signal);
          finish();
          controller.close();
        } catch (thrown) {
          const told = signal.aborted ? undefined : encodeFailure?.(thrown);
          finish();
          if (!told) return controller.error(thrown);
          controller.enqueue(told);
          controller.close();
        }
      },
      async cancel() {
        stop();
        await leave();
      },
    },
    { highWaterMark: 0 },
  );
}
