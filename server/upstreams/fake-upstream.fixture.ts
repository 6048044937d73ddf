import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that a test started. */
export interface FakeServer {
  url: string;
  /** Of the requests for work, without the questions how it is. */
  requests: { path: string; headers: IncomingMessage['headers']; body: unknown }[];
  /** Connections that a client closed before their end. */
  readonly left: number;
  /** Closes the port and breaks every connection. */
  kill(): void;
}

export interface FakeOpenAiOptions {
  models: readonly object[];
  /** Text for `/metrics`. */
  metrics?: string;
  port?: number;
  /** Writes the answer of a request for work. */
  answer(body: { stream?: boolean }, response: ServerResponse): void | Promise<void>;
}

/** A server of OpenAI's API, with nothing behind it. */
export function startFakeOpenAi({
  models,
  metrics,
  port,
  answer,
}: FakeOpenAiOptions): Promise<FakeServer> {
  return startServer(port, (path, body, response) => {
    if (path === '/v1/models') return void response.end(JSON.stringify({ data: models }));
    if (path === '/metrics') {
      if (metrics === undefined) response.statusCode = 404;
      return void response.end(metrics);
    }
    return answer(body as { stream?: boolean }, response);
  });
}

export type FakeAnswer = (
  path: string,
  body: unknown,
  response: ServerResponse,
) => void | Promise<void>;

const QUESTIONS = ['/v1/models', '/metrics', '/sdapi/v1/sd-models', '/sdapi/v1/memory'];

/** Any server, at a free port unless one is named. */
export async function startServer(
  port: number | undefined,
  answer: FakeAnswer,
): Promise<FakeServer> {
  const requests: FakeServer['requests'] = [];
  let left = 0;
  const server = createServer((request, response) => {
    response.on('close', () => (left += response.writableFinished ? 0 : 1));
    void readJson(request).then((body) => {
      const [path = ''] = (request.url ?? '').split('?');
      if (!QUESTIONS.includes(path)) requests.push({ path, headers: request.headers, body });
      response.setHeader('content-type', 'application/json');
      return answer(path, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    get left() {
      return left;
    },
    kill() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString();
  return text.startsWith('{') ? JSON.parse(text) : undefined;
}
