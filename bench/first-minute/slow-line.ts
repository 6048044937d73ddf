import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A line of a given width and length between a browser and a server on this machine. */
export interface SlowLine {
  origin: string;
  /** What has come through it: bodies as they are on the wire, with their headers. */
  received: readonly { path: string; bytes: number }[];
  close(): void;
}

interface LineOptions {
  mbitPerSecond: number;
  /**
   * A question and the beginning of its answer take this long at least, and so does a new
   * connection.
   */
  roundTripMs: number;
}

const PIECE_BYTES = 8 * 1024;

/**
 * A proxy that everything of a browser passes, its workers and service worker too, which the
 * throttling of the DevTools does not reach. All connections share the width.
 */
export async function openSlowLine(target: string, options: LineOptions): Promise<SlowLine> {
  const received: { path: string; bytes: number }[] = [];
  const known = new WeakSet<Socket>();
  const pass = createGate((options.mbitPerSecond * 1e6) / 8);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isNew = !known.has(request.socket);
    known.add(request.socket);
    await wait(options.roundTripMs * (isNew ? 2 : 1));
    const upstream = await forward(target, request);
    response.on('close', () => upstream.destroy());
    const entry = { path: request.url ?? '', bytes: upstream.rawHeaders.join('').length };
    received.push(entry);
    response.writeHead(upstream.statusCode ?? 502, upstream.headers);
    for await (const chunk of upstream as AsyncIterable<Buffer>)
      for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
        const piece = chunk.subarray(start, start + PIECE_BYTES);
        await pass(piece.length);
        entry.bytes += piece.length;
        response.write(piece);
      }
    response.end();
  }

  const server: Server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Lets bytes pass one piece after the other, no faster than the line is wide. */
function createGate(bytesPerSecond: number): (bytes: number) => Promise<void> {
  let freeAt = 0;
  return async (bytes) => {
    freeAt = Math.max(performance.now(), freeAt) + (bytes / bytesPerSecond) * 1000;
    const leftMs = freeAt - performance.now();
    if (leftMs > 1) await wait(leftMs);
  };
}

function forward(
  target: string,
  { url = '/', method = 'GET', headers }: IncomingMessage,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    ask(
      new URL(url, target),
      { method, headers: { ...headers, host: new URL(target).host } },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}
