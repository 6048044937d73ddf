/**
 * `npm start`: builds the studio where its sources are newer than the build, serves it and prints
 * its address.
 */
import { resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { buildStudioIfNeeded } from './build.ts';
import { readModelFolders } from './model-folders.ts';
import { serveStudio } from './serve-studio.ts';

const HELP = `Usage: npm start -- [--help]
Settings by environment:
  TRIPTYCH_HOST    address to listen on (127.0.0.1)
  TRIPTYCH_PORT    port (4173); 0 picks a free one
  TRIPTYCH_NAMES   names the studio is also reached under, "," between them
  TRIPTYCH_MODELS  folders of weights in hub layout, ":" between them (../shared/models when it exists)`;

function readPort(text: string | undefined): number {
  const port = Number(text ?? 4173);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`TRIPTYCH_PORT must be a port number, not "${text}".`);
  return port;
}

async function start(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const { TRIPTYCH_HOST: hostname = '127.0.0.1', TRIPTYCH_PORT } = process.env;
  const port = readPort(TRIPTYCH_PORT);
  const modelFolders = readModelFolders(process.env);
  const names = [hostname, ...(process.env.TRIPTYCH_NAMES ?? '').split(',')]
    .map((name) => name.trim())
    .filter(Boolean);
  await buildStudioIfNeeded();
  const server = serve(
    { fetch: serveStudio({ folder: resolve('dist'), modelFolders, names }).fetch, hostname, port },
    ({ port: taken }) => {
      process.stdout.write(
        `Triptych is at http://${hostname === '0.0.0.0' ? 'localhost' : hostname}:${taken}/\n`,
      );
      if (modelFolders.length > 0)
        process.stdout.write(`Weights from ${modelFolders.join(', ')}\n`);
    },
  );
  server.on('error', (error: NodeJS.ErrnoException) =>
    fail(
      error.code === 'EADDRINUSE'
        ? `Port ${port} is taken: set TRIPTYCH_PORT to another one.`
        : error.message,
    ),
  );
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

start().catch((thrown: unknown) => fail(thrown instanceof Error ? thrown.message : String(thrown)));
