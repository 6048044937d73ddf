/**
 * A body on its way through a MessagePort, with back-pressure: the receiver says how many chunks it
 * has room for, and the sender reads no more than these.
 */

type FromReceiver = { type: 'want'; chunks: number } | { type: 'cancel' };
type FromSender =
  | { type: 'chunk'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'end' }
  | { type: 'error'; message: string };

/**
 * Sends the stream to whoever gets the port. A receiver that cancels, or dies, cancels the stream;
 * then `onCancel` is called.
 */
export function sendBody(
  stream: ReadableStream<Uint8Array>,
  onCancel: () => void = () => undefined,
): MessagePort {
  const { port1: port, port2 } = new MessageChannel();
  const reader = stream.getReader();
  let wanted = 0;
  let isReading = false;
  let isOver = false;

  function end(last: FromSender): void {
    isOver = true;
    port.postMessage(last);
    port.close();
  }
  function cancel(): void {
    if (isOver) return;
    isOver = true;
    port.close();
    void reader.cancel().catch(() => undefined);
    onCancel();
  }
  async function readOn(): Promise<void> {
    while (wanted > 0 && !isOver) {
      const { done, value } = await reader.read();
      if (isOver) return;
      if (done) return end({ type: 'end' });
      wanted--;
      // Cloning would take the whole buffer that a chunk may be a small part of.
      const bytes = value.slice();
      port.postMessage({ type: 'chunk', bytes } satisfies FromSender, [bytes.buffer]);
    }
  }
  function read(): void {
    if (isReading) return;
    isReading = true;
    readOn()
      .catch((thrown: unknown) => !isOver && end({ type: 'error', message: describe(thrown) }))
      .finally(() => (isReading = false));
  }
  port.onmessage = ({ data }: MessageEvent<FromReceiver>) => {
    if (data.type === 'cancel') return cancel();
    wanted += data.chunks;
    read();
  };
  port.addEventListener('close', cancel);
  return port2;
}

/** So many chunks are on their way or wait for the reader: a round trip must not stall a stream. */
const READ_AHEAD_CHUNKS = 8;

/** The stream whose port this is. It fails with a TypeError, as a network does. */
export function receiveBody(port: MessagePort): ReadableStream<Uint8Array<ArrayBuffer>> {
  let coming = 0;
  let isOver = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        function end(finish: () => void): void {
          if (isOver) return;
          isOver = true;
          port.close();
          finish();
        }
        port.onmessage = ({ data }: MessageEvent<FromSender>) => {
          if (isOver) return;
          if (data.type === 'end') return end(() => controller.close());
          if (data.type === 'error')
            return end(() => controller.error(new TypeError(data.message)));
          coming--;
          controller.enqueue(data.bytes);
        };
        port.addEventListener('close', () =>
          end(() => controller.error(new TypeError('The page that was answering is gone.'))),
        );
      },
      pull({ desiredSize }) {
        const chunks = (desiredSize ?? 0) - coming;
        if (chunks <= 0) return;
        coming += chunks;
        port.postMessage({ type: 'want', chunks } satisfies FromReceiver);
      },
      cancel() {
        isOver = true;
        port.postMessage({ type: 'cancel' } satisfies FromReceiver);
        port.close();
      },
    },
    { highWaterMark: READ_AHEAD_CHUNKS },
  );
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
