/** `npm run server -- worker`, as a process, beside a server that runs no jobs itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BUILT_IN_IMAGE_MODEL } from '../../src/engine/models/catalog.ts';
import { readSettings } from '../config.ts';
import { openServer, type OpenServer } from '../open-server.ts';

const environment = {
  TRIPTYCH_PORT: '0',
  TRIPTYCH_MODELS: '',
  TRIPTYCH_WORKERS: '0',
  TRIPTYCH_DATA: mkdtempSync(join(tmpdir(), 'triptych-worker-')),
};

let server: OpenServer;
let worker: ChildProcess | undefined;
beforeAll(async () => {
  server = await openServer(readSettings(environment), () => undefined);
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await server.close();
  await rm(environment.TRIPTYCH_DATA, { recursive: true });
});

const read = async (path: string, body?: object) => {
  const response = await fetch(`${server.url}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  return (await response.json()) as Record<string, unknown>;
};

it('does what a server accepted, and ends when it is told to', { timeout: 120_000 }, async () => {
  const job = { prompt: 'a fox', model: BUILT_IN_IMAGE_MODEL, numInferenceSteps: 1, seed: 7 };
  const { jobId } = await read('/generate/async', job);
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', 'worker'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  worker = child;
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(child, 'exit');
  await vi.waitFor(() => expect(said).toContain('This worker takes jobs from sqlite'), 30_000);
  await vi.waitFor(
    async () =>
      expect(await read(`/jobs/${jobId}`)).toMatchObject({ status: 'completed', attempts: 1 }),
    { timeout: 60_000, interval: 100 },
  );
  expect(await read(`/jobs/${jobId}/result`)).toMatchObject({ seed: 7, format: 'png' });
  // The engines belong to the worker: this server has started none.
  expect(server.services.engineStates().images).toBe('idle');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
