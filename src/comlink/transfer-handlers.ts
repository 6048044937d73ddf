/**
 * Teaches Comlink the three values that the engines' interfaces use and structured clone does not
 * know: errors with a code, abort signals and async iterables. Import it on both sides of a worker.
 */
import { expose, releaseProxy, transferHandlers, wrap, type TransferHandler } from 'comlink';
import { EngineError, type ErrorCode, type ErrorDetails } from '../engine/errors.ts';

interface WireError {
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
  stack: string | undefined;
}

const builtInThrowHandler = transferHandlers.get('throw');

/** Class names are minified in production builds; codes are not. */
const throwHandler: TransferHandler<{ value: unknown }, WireError> = {
  canHandle: (value): value is { value: unknown } => builtInThrowHandler?.canHandle(value) ?? false,
  serialize({ value }) {
    const { code, message, details, stack } = EngineError.from(value);
    return [{ code, message, details, stack }, []];
  },
  deserialize({ code, message, details, stack }) {
    throw Object.assign(new EngineError(code, message, { details }), { stack });
  },
};

/** One end of a MessageChannel, where the DOM's types are at hand and where only Node's are. */
type Port = InstanceType<typeof MessagePort>;

/** Ports of signals that were sent and whose calls have not settled. */
const signalPorts = new WeakMap<AbortSignal, Port>();

/** A signal must be a top-level argument: Comlink looks no deeper. */
const abortSignalHandler: TransferHandler<AbortSignal, { isAborted: boolean; port: Port }> = {
  canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
  serialize(signal) {
    const { port1, port2 } = new MessageChannel();
    signalPorts.set(signal, port1);
    signal.addEventListener('abort', () => port1.postMessage('abort'), { once: true });
    return [{ isAborted: signal.aborted, port: port2 }, [port2]];
  },
  deserialize({ isAborted, port }) {
    const controller = new AbortController();
    if (isAborted) controller.abort();
    port.addEventListener('message', () => {
      controller.abort();
      port.close();
    });
    port.start();
    return controller.signal;
  },
};

/** Closes the port of a signal once its call has settled. Send a fresh signal with every call. */
export function releaseSignal(signal: AbortSignal): void {
  signalPorts.get(signal)?.close();
  signalPorts.delete(signal);
}

interface RemoteIterator {
  next(): Promise<IteratorResult<unknown>>;
  return(): Promise<unknown>;
}

/**
 * One message there and back for each value, so that the producer never runs ahead of the consumer.
 */
const asyncIterableHandler: TransferHandler<AsyncIterable<unknown>, Port> = {
  canHandle: (value): value is AsyncIterable<unknown> =>
    typeof value === 'object' &&
    value !== null &&
    Symbol.asyncIterator in value &&
    !isCloneable(value),
  serialize(iterable) {
    const iterator = iterable[Symbol.asyncIterator]();
    const { port1, port2 } = new MessageChannel();
    expose(
      { next: () => iterator.next(), return: () => iterator.return?.() } satisfies Record<
        keyof RemoteIterator,
        unknown
      >,
      port1,
    );
    return [port2, [port2]];
  },
  deserialize: (port) => iterateRemote(port),
};

/**
 * Objects of the platform that can be iterated, and that go over as what they are: streams, and
 * folders that the user has chosen.
 */
function isCloneable(value: object): boolean {
  const { FileSystemHandle } = globalThis as { FileSystemHandle?: new () => object };
  return (
    value instanceof ReadableStream ||
    (FileSystemHandle !== undefined && value instanceof FileSystemHandle)
  );
}

async function* iterateRemote(port: Port): AsyncGenerator<unknown> {
  const remote = wrap<RemoteIterator>(port);
  let isDone = false;
  try {
    for (let step = await remote.next(); !step.done; step = await remote.next()) yield step.value;
    isDone = true;
  } finally {
    // Nobody waits for a producer that may be gone; releasing closes the port on both sides.
    const ended = isDone ? Promise.resolve() : remote.return();
    let timer: ReturnType<typeof setTimeout>;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, RELEASE_AFTER_MS)));
    void Promise.race([ended, late])
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(timer);
        remote[releaseProxy]();
      });
  }
}

const RELEASE_AFTER_MS = 10_000;

transferHandlers.set('throw', throwHandler);
transferHandlers.set('abort-signal', abortSignalHandler);
transferHandlers.set('async-iterable', asyncIterableHandler);
