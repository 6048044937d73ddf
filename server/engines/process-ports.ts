import type { Duplex } from 'node:stream';
import { MessagePort } from 'node:worker_threads';
import type { Endpoint } from 'comlink';
import { currentRequestId, runForRequest } from '../log/request-id.ts';
import { openFrames } from './frames.ts';

/** A message on one of the channels that two processes share, or the channel's end. */
type Frame =
  | { channel: number; message: unknown; ports: readonly SentPort[]; requestId?: string }
  | { channel: number; isClosed: true };

/** A port that was in the message, and the channel that takes its place. */
interface SentPort {
  path: readonly string[];
  channel: number;
}

/** What a channel does with the frames that arrive on it. */
interface Channel {
  receive(message: unknown): void;
  close(): void;
}

/** The number of the socket among a child's open files. */
export const SOCKET_FD = 3;

const MAIN_CHANNEL = 0;

/**
 * Comlink's end of a connection between two processes. Ports that are transferred with a message
 * live on: what is said to one is said on a channel of the same connection. Messages on such
 * channels transfer nothing further. What belongs to a request does so on the other side as well. `side` keeps the channels of both ends apart.
 */
export function connectPorts(socket: Duplex, side: 'parent' | 'child'): Endpoint {
  const channels = new Map<number, Channel>();
  let lastChannel = side === 'parent' ? MAIN_CHANNEL : MAIN_CHANNEL - 1;

  const frames = openFrames(socket, (value) => {
    const frame = value as Frame;
    const channel = channels.get(frame.channel);
    if ('isClosed' in frame) {
      channels.delete(frame.channel);
      return channel?.close();
    }
    const message = restorePorts(frame.message, frame.ports);
    runForRequest(frame.requestId, () => channel?.receive(message));
  });
  const send = (frame: Frame) => frames.send(frame);

  /** A channel that the other side opened, as a port of this process. */
  function openRemotePort(channel: number): RemotePort {
    const port = new RemotePort(
      (message, transfer) => post(channel, message, transfer),
      () => {
        if (channels.delete(channel)) send({ channel, isClosed: true });
      },
    );
    channels.set(channel, port);
    return port;
  }
  function restorePorts(message: unknown, ports: readonly SentPort[]): unknown {
    for (const { path, channel } of ports) replaceAt(message, path, openRemotePort(channel));
    return message;
  }
  /** Passes on all that is said to the other end of a port. */
  function relay(port: MessagePort): number {
    const channel = (lastChannel += 2);
    channels.set(channel, {
      receive: (message) => port.postMessage(message),
      close: () => port.close(),
    });
    const requestId = currentRequestId();
    port.on('message', (message: unknown) =>
      send({ channel, message, ports: [], ...(requestId && { requestId }) }),
    );
    port.on('close', () => {
      if (channels.delete(channel)) send({ channel, isClosed: true });
    });
    return channel;
  }
  function post(channel: number, message: unknown, transfer: readonly unknown[]): void {
    const ports: SentPort[] = [];
    for (const port of transfer) {
      const path = port instanceof MessagePort ? findPath(message, port) : undefined;
      if (!path || !(port instanceof MessagePort)) continue;
      replaceAt(message, path, null);
      ports.push({ path, channel: relay(port) });
    }
    const requestId = currentRequestId();
    send({ channel, message, ports, ...(requestId && { requestId }) });
  }

  socket.on('close', () => {
    for (const channel of channels.values()) channel.close();
    channels.clear();
  });
  return openRemotePort(MAIN_CHANNEL);
}

/**
 * One end of a channel whose other end is in another process, with what Comlink asks of a port.
 * Messages wait until it is started.
 */
class RemotePort implements Endpoint, Channel {
  readonly #post: (message: unknown, transfer: readonly unknown[]) => void;
  readonly #onClose: () => void;
  readonly #listeners = new Set<(event: { data: unknown }) => void>();
  #waiting: unknown[] | undefined = [];

  constructor(post: (message: unknown, transfer: readonly unknown[]) => void, onClose: () => void) {
    this.#post = post;
    this.#onClose = onClose;
  }
  receive(message: unknown): void {
    if (this.#waiting) this.#waiting.push(message);
    else for (const listener of this.#listeners) listener({ data: message });
  }
  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const message of waiting) this.receive(message);
  }
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.#post(message, transfer);
  }
  close(): void {
    this.#listeners.clear();
    this.#onClose();
  }
  addEventListener(_type: string, listener: unknown): void {
    this.#listeners.add(listener as (event: { data: unknown }) => void);
  }
  removeEventListener(_type: string, listener: unknown): void {
    this.#listeners.delete(listener as (event: { data: unknown }) => void);
  }
}

type Fields = Record<string, unknown>;

/** Where a port is in a message: Comlink's own wrapping, and at most an object of a handler's. */
function findPath(value: unknown, port: MessagePort): string[] | undefined {
  if (value === port) return [];
  if (!isPlain(value)) return undefined;
  for (const [key, field] of Object.entries(value)) {
    const path = findPath(field, port);
    if (path) return [key, ...path];
  }
  return undefined;
}

function isPlain(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
  );
}

function replaceAt(message: unknown, path: readonly string[], value: unknown): void {
  const parent = path.slice(0, -1).reduce((at, key) => (at as Fields)[key], message) as Fields;
  parent[path.at(-1) ?? ''] = value;
}
