import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request as requestOverHttp } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { serverReportSchema } from '../src/api/admin/admin-schema.ts';
import { BUILT_IN_CHAT_MODEL, BUILT_IN_IMAGE_MODEL } from '../src/engine/models/catalog.ts';
import { readSettings } from './config.ts';
import { openServer, type OpenServer } from './open-server.ts';
import { createServices } from './services.ts';

const environment = {
  TRIPTYCH_PORT: '0',
  TRIPTYCH_NAMES: 'studio.test, other.test',
  TRIPTYCH_ORIGINS: 'https://studio.example',
  TRIPTYCH_MODELS: '',
  TRIPTYCH_DATA: mkdtempSync(join(tmpdir(), 'triptych-server-')),
  TRIPTYCH_MAX_BODY_MB: '1',
};

const sentences: string[] = [];
let server: OpenServer;
beforeAll(async () => {
  server = await openServer(readSettings(environment), (sentence) => sentences.push(sentence));
});
afterAll(async () => {
  await server.close();
  await rm(environment.TRIPTYCH_DATA, { recursive: true });
});

const ask = (path: string, body?: object, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
  });
const chat = (content: string, more: object = {}) =>
  ask('/v1/chat/completions', {
    model: BUILT_IN_CHAT_MODEL,
    messages: [{ role: 'user', content }],
    temperature: 0,
    ...more,
  });

/** fetch sets `Host` itself. */
function askAs(host: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asked = requestOverHttp(`${server.url}/v1/models`, { headers: { host } }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    asked.on('error', fail).end();
  });
}

it('lists the built-in models and its engines without starting any', async () => {
  const { data } = (await (await ask('/v1/models')).json()) as { data: { id: string }[] };
  expect(data.map(({ id }) => id)).toContain(BUILT_IN_IMAGE_MODEL);
  expect(await (await ask('/health')).json()).toMatchObject({
    status: 'ok',
    home: 'server',
    engines: {
      chat: 'idle',
      images: 'idle',
      speech: 'idle',
      'image-ops': 'idle',
      embeddings: 'idle',
    },
  });
});

it('says to programs what it is, and leaves other paths to the studio', async () => {
  expect(await (await ask('/')).json()).toMatchObject({ name: 'Triptych', home: 'server' });
  const missing = await ask('/v1/none');
  expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/json']);
  expect(await (await ask('/docs')).text()).toContain('docs/rapidoc.js');
  const page = await (await ask('/', undefined, { accept: 'text/html' })).text();
  expect(page).toContain('<meta name="triptych-api" content="server" />');
  for (const path of ['/none', '/docs/none.js'])
    expect(await (await ask(path)).text()).toBe('Not found');
});

it('refuses pages of other sites, also under names that lead here', async () => {
  const elsewhere = { origin: 'https://example.org' };
  expect((await ask('/v1/models', undefined, elsewhere)).status).toBe(403);
  expect((await ask('/v1/models', undefined, { origin: server.url })).status).toBe(200);
  expect(await askAs('example.org')).toBe(403);
  expect(await askAs('localhost:1')).toBe(200);
  expect(await askAs('studio.test')).toBe(200);
});

it('answers with the id of the request, and logs it', async () => {
  const id = 'my-own-id';
  const response = await ask('/v1/models/none', undefined, { 'x-request-id': id });
  expect(response.headers.get('x-request-id')).toBe(id);
  expect(sentences.at(-1)).toMatch(/^GET \/v1\/models\/none 404 in 0\.\d{3} s: /);
});

it('lets named pages ask and read, and tells others what would let them in', async () => {
  const preflight = await fetch(`${server.url}/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://studio.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(preflight.status).toBe(204);
  const allowed = preflight.headers.get('access-control-allow-headers');
  expect(allowed).toBe('authorization,content-type');
  const here = await ask('/v1/models', undefined, { origin: 'https://studio.example' });
  const letIn = (response: Response) => response.headers.get('access-control-allow-origin');
  expect([here.status, letIn(here)]).toEqual([200, 'https://studio.example']);
  const wrong = await ask('/v1/none', undefined, { origin: 'https://studio.example' });
  expect([wrong.status, letIn(wrong)]).toEqual([404, 'https://studio.example']);
  const refused = await ask('/health', undefined, { origin: 'https://example.org' });
  expect([refused.status, letIn(refused)]).toEqual([403, '*']);
  expect(await refused.json()).toMatchObject({
    code: 'host_not_allowed',
    error: expect.stringContaining('TRIPTYCH_ORIGINS'),
  });
  expect(letIn(await ask('/health'))).toBeNull();
});

it('refuses a body that is too large', async () => {
  expect((await chat('a'.repeat(1_100_000))).status).toBe(413);
});

it('fetches pictures by their address, unless it is told not to', async () => {
  const { port } = new URL(server.url);
  for (const url of [`http://127.0.0.1:${port}/logo.png`, 'http://localhost/logo.png']) {
    const refused = await ask('/process', { url });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'invalid_request',
      details: { param: 'url' },
    });
  }
  const settings = readSettings({ ...environment, TRIPTYCH_FETCH_PICTURES: 'false' });
  const services = createServices({
    ...{ settings, starterFolder: 'public/starter', version: '1', log: () => undefined },
  });
  expect([services.fetchPicture, typeof server.services.fetchPicture]).toEqual([
    undefined,
    'function',
  ]);
  services.end();
});

it('answers by the engine in its process, and the same again', { timeout: 90_000 }, async () => {
  const answers: unknown[] = [];
  // With a system message of one's own it is the model that answers, not the guide.
  const messages = [
    { role: 'system', content: 'You write prompts for pictures.' },
    { role: 'user', content: 'a bakery in Lisbon' },
  ];
  for (let count = 0; count < 2; count++) {
    const response = await chat('', { messages });
    expect(response.status).toBe(200);
    answers.push(((await response.json()) as { choices: unknown }).choices);
  }
  expect(answers[0]).toMatchObject([{ finish_reason: 'stop' }]);
  expect(answers[1]).toEqual(answers[0]);
  const { memory } = serverReportSchema.parse(await (await ask('/admin/state')).json());
  expect(memory?.devices[0]).toMatchObject({ id: 'cpu', kind: 'cpu' });
  expect(memory?.models).toEqual([
    {
      ...{ engine: 'chat', model: BUILT_IN_CHAT_MODEL, leases: 0, isWarm: false },
      devices: [{ id: 'cpu', bytes: expect.any(Number) }],
      ...{ isMeasured: true, idleSeconds: expect.any(Number) },
    },
  ]);
});

it('has warm models in memory before anyone asks', { timeout: 60_000 }, async () => {
  const said: string[] = [];
  const settings = readSettings({
    ...environment,
    TRIPTYCH_WARM: `${BUILT_IN_IMAGE_MODEL},no/such-model`,
  });
  const services = createServices({
    ...{ settings, starterFolder: 'public/starter', version: '1' },
    log: (sentence) => said.push(sentence),
  });
  await vi.waitFor(async () => {
    const { residents } = await services.watched.memory();
    expect(residents).toMatchObject([
      { engine: 'images', model: BUILT_IN_IMAGE_MODEL, isWarm: true, isMeasured: true, leases: 0 },
    ]);
    expect(said).toEqual([
      'no/such-model cannot be kept in memory just now: There is no model no/such-model here.',
    ]);
  }, 50_000);
  services.end();
});

it('loses nothing but the requests of an engine that dies', { timeout: 120_000 }, async () => {
  const drawing = ask('/v1/images/generations', { model: BUILT_IN_IMAGE_MODEL, prompt: 'a fox' });
  await vi.waitFor(() => expect(server.services.engineStates().images).toBe('ready'), 60_000);
  process.kill(server.services.pids().images ?? 0, 'SIGKILL');
  const failed = await drawing;
  expect(failed.status).toBe(503);
  expect(await failed.json()).toMatchObject({ error: { code: 'engine_crashed' } });
  expect((await chat('Write a tagline for a bakery')).status).toBe(200);
  const again = await ask('/v1/images/generations', {
    model: BUILT_IN_IMAGE_MODEL,
    prompt: 'a fox',
    num_inference_steps: 2,
  });
  expect(again.status).toBe(200);
  expect(sentences.filter((sentence) => /^The .* engine/.test(sentence))).toEqual([
    expect.stringMatching(/^The images engine stopped unexpectedly/),
  ]);
});

it(
  'lets a running stream end, refuses new requests meanwhile, then closes',
  { timeout: 90_000 },
  async () => {
    const draining = await openServer(readSettings(environment), () => {});
    const stream = await fetch(`${draining.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: BUILT_IN_CHAT_MODEL,
        messages: [{ role: 'user', content: 'Write a tagline for a bakery' }],
        stream: true,
      }),
    });
    const closed = draining.drain();
    const refused = await fetch(`${draining.url}/v1/models`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await stream.text()).toMatch(/data: \[DONE\]\n\n$/);
    await closed;
    await expect(fetch(`${draining.url}/health`)).rejects.toThrow();
  },
);

it('ends with a sentence for a setting that cannot be used', { timeout: 60_000 }, () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: { ...process.env, TRIPTYCH_PORT: 'many' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toBe('TRIPTYCH_PORT cannot be used: it must be a whole number from 0 to 65535.\n');
});
