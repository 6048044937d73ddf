import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { createApi } from '../src/api/create-api.ts';
import { createAnswer } from './answer-request.ts';
import type { Settings } from './config.ts';
import { watchAnswers } from './drain.ts';
import { createFileDigests } from './file-digests.ts';
import { serveStudio } from './serve-studio.ts';
import { createServices, type ServerServices } from './services.ts';

/** The studio, the API and the weights on one port. */
export interface OpenServer {
  /** Such as `http://127.0.0.1:4174`. */
  url: string;
  services: ServerServices;
  /** Refuses new requests, lets running answers end while there is time, and closes. */
  drain(): Promise<void>;
  /** Ends all at once. */
  close(): void;
}

/** Throws an Error of one sentence if the port is taken. `log` is told what happens to engines. */
export async function openServer(
  settings: Settings,
  log: (sentence: string) => void,
): Promise<OpenServer> {
  const { host, models, data, drainSeconds } = settings;
  const names = [host, ...settings.names];
  const services = createServices({
    settings,
    starterFolder: resolve('public/starter'),
    version: await readVersion(),
    log,
  });
  const { forwarder } = services;
  const api = createApi(services, {
    maxBodyBytes: settings.maxBodyMb * 1e6,
    ...(forwarder && { forwarder }),
  });
  const digests = createFileDigests(join(data, 'digests'));
  const studio = serveStudio({ folder: resolve('dist'), modelFolders: models, digests, names });
  const isDraining = () => answers.isDraining;
  const server = await listen(
    createAnswer({ api, studio, names, isDraining, drainSeconds }),
    settings,
  );
  const answers = watchAnswers(server);
  const close = () => {
    services.end();
    server.close();
    server.closeAllConnections();
  };
  return {
    url: `http://${nameHost(host)}:${(server.address() as AddressInfo).port}`,
    services,
    close,
    async drain() {
      await answers.drain(drainSeconds * 1000);
      close();
    },
  };
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: Settings,
): Promise<Server> {
  return new Promise((done, refuse) => {
    const server = serve({ fetch, hostname: host, port }, () => done(server)) as Server;
    server.on('error', (error: NodeJS.ErrnoException) =>
      refuse(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken: set TRIPTYCH_PORT to another one.`)
          : error,
      ),
    );
  });
}

/** A name that a program on this machine can ask for. */
function nameHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  return version;
}
