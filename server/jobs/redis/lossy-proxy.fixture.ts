import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface LossyProxy {
  url: string;
  /** Of the next request with `word` in it: it arrives, and the connection ends before its answer. */
  loseAnswerTo(word: string): void;
  /** Answers lost so far. */
  lost(): number;
  stop(): Promise<void>;
}

/** Stands before what listens on `port`, as a network that fails at the worst moment. */
export async function startLossyProxy(port: number): Promise<LossyProxy> {
  let word: string | undefined;
  let lost = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1');
    let isLost = false;
    client.on('data', (bytes) => {
      if (word !== undefined && bytes.includes(word)) {
        isLost = true;
        word = undefined;
      }
      target.write(bytes);
    });
    target.on('data', (bytes) => {
      if (isLost) {
        lost++;
        client.destroy();
      } else client.write(bytes);
    });
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswerTo(next) {
      word = next;
    },
    lost: () => lost,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
