import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { createStudioRunner } from '../src/api/studio/run-studio-job.ts';
import { createAnswer } from './answer-request.ts';
import type { Settings } from './config.ts';
import { watchAnswers } from './drain.ts';
import { createFileDigests } from './file-digests.ts';
import { openJobs } from './jobs/open-jobs.ts';
import type { SharedKeyRing } from './keys/keys.ts';
import { openKeys } from './keys/open-keys.ts';
import type { Log } from './log/log.ts';
import { openServerApi } from './open-api.ts';
import { readVersion } from './read-version.ts';
import { serveStudio } from './serve-studio.ts';
import { createServices, type ServerServices } from './services.ts';
import { openDatabase, type ServerDatabase } from './store/database.ts';
import { openTracer } from './traces/open-tracer.ts';

/** The studio, the API and the weights on one port. */
export interface OpenServer {
  /** Such as `http://127.0.0.1:4174`. */
  url: string;
  services: ServerServices;
  /** Refuses new requests, lets running answers end while there is time, and closes. */
  drain(): Promise<void>;
  /** Ends all at once; resolves when jobs that ran are given back. */
  close(): Promise<void>;
}

/** Throws an Error of one sentence if the port is taken. */
export async function openServer(settings: Settings, log: Log): Promise<OpenServer> {
  const { host, models, data, drainSeconds, origins } = settings;
  const names = [host, ...settings.names];
  const database = openDatabase(data);
  const keys = await openKeysFor(settings, database, log).catch((thrown: unknown) => {
    database.close();
    throw thrown;
  });
  const version = await readVersion();
  const tracer = await openTracer({ version, log });
  const services = createServices({
    ...{ settings, starterFolder: resolve('public/starter'), version, log },
  });
  const jobs = await openJobs({
    ...{ settings, database, runJob: createStudioRunner(services), log, tracer },
  });
  const { api, close: closeApi } = await openServerApi({
    ...{ settings, services, database, keys, jobs, log },
  });
  const digests = createFileDigests(join(data, 'digests'));
  const studio = serveStudio({
    ...{ folder: resolve('dist'), modelFolders: models, hasApi: true },
    ...{ digests, names },
  });
  const isDraining = () => answers.isDraining;
  const end = async () => {
    // Before the engines: what they were doing is given back, and has not failed.
    const stopped = jobs.stop();
    services.end();
    await stopped;
    await closeApi();
    await keys.close();
    await tracer.close();
    database.close();
  };
  const server = await listen(
    createAnswer({ api, studio, names, origins, isDraining, drainSeconds, tracer }),
    settings,
  ).catch(async (thrown: unknown) => {
    await end();
    throw thrown;
  });
  const answers = watchAnswers(server);
  let closing: Promise<void> | undefined;
  const close = () => {
    server.close();
    server.closeAllConnections();
    return (closing ??= end());
  };
  return {
    url: `http://${nameHost(host)}:${(server.address() as AddressInfo).port}`,
    services,
    close,
    async drain() {
      const withinMs = drainSeconds * 1000;
      await Promise.all([answers.drain(withinMs), jobs.drain(withinMs)]);
      await close();
    },
  };
}

/** Throws an Error of one sentence if keys are wanted and there is none. */
async function openKeysFor(
  { queue, requireKey, host }: Settings,
  database: ServerDatabase,
  log: Log,
): Promise<SharedKeyRing> {
  const keys = await openKeys({ queue, database, log });
  if (!requireKey || keys.hasUsable()) return keys;
  await keys.close();
  throw new Error(
    `This server wants keys (it listens on ${host}), and there is none: make one by npm run server -- keys create NAME.`,
  );
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
