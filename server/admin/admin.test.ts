import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyListSchema, newKeySchema } from '../../src/api/admin/key-schema.ts';
import { serverReportSchema } from '../../src/api/admin/admin-schema.ts';
import { startFakeApi } from '../../src/api/fakes/ask.fixture.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { createGatewayNode } from '../gateway/gateway-node.ts';
import { createGate, type GateOptions } from '../keys/gate.ts';
import type { SharedKeyRing } from '../keys/keys.ts';
import { openKeys } from '../keys/open-keys.ts';
import { createSqliteJobStore } from '../jobs/sqlite/sqlite-job-store.ts';
import { createStoredJobDesk } from '../jobs/stored-job-desk.ts';
import { openCounters } from '../limits/counters.ts';
import { createMeter } from '../limits/meter.ts';
import { watchRequests } from '../metrics/request-metrics.ts';
import { createDiskFiles } from '../files/disk-files.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { addKeyRoutes } from './key-routes.ts';
import { addReportRoutes } from './report-routes.ts';

let folder: string;
let database: ServerDatabase;
let keys: SharedKeyRing;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-admin-'));
  database = openDatabase(folder);
  keys = await openKeys({ queue: 'sqlite', database, log: () => undefined });
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** A server whose queue nobody empties, with an upstream that answers once and then no more. */
async function open(options: Partial<GateOptions> = {}) {
  let probes = 0;
  const node = createGatewayNode(
    { name: 'far', kind: 'openai', url: 'http://far:1' },
    async () => {
      if (probes++ > 0) throw new EngineError('network_unreachable', 'far does not answer.');
      return { models: [], queueDepth: 4 };
    },
    () => undefined,
  );
  const register = new Registry();
  const counters = await openCounters({ queue: 'sqlite', database, log: () => undefined });
  const meter = createMeter(counters);
  const store = createSqliteJobStore(database);
  const desk = createStoredJobDesk({
    ...{ store, results: createDiskFiles(join(folder, 'results')), maxWaiting: 10 },
  });
  const gate = createGate({ keys, meter, isKeyRequired: false, isAdminOpen: true, ...options });
  const { api, post } = startFakeApi({ gate, jobs: desk, ...watchRequests(register) });
  addKeyRoutes(api, keys);
  addReportRoutes(api, {
    ...{ version: '1.2.3', register, jobs: store, desk, nodes: [node] },
    memory: async () => ({
      devices: [{ id: 'cpu', kind: 'cpu', name: 'Memory', totalBytes: 8e9, freeBytes: 5e9 }],
      residents: [
        {
          ...{ owner: 'chat/fake/chat', engine: 'chat', model: 'fake/chat', isWarm: true },
          ...{ bytes: new Map([['cpu', 1e9]]), isMeasured: true, leases: 0 },
          lastUsedAt: Date.now() - 60_000,
        },
      ],
      waiting: [],
    }),
    processes: () => [
      { engine: 'chat', state: 'ready', pid: process.pid, running: 1, model: 'fake/chat' },
      { engine: 'speech', state: 'idle', pid: undefined, running: 0, model: 'fake/voice' },
    ],
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    api.request(path, { headers });
  return { api, post, get, node, store };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

it('tells how the server is: engines, models in memory, nodes, queue, requests', async () => {
  const { get, post, node, store } = await open();
  await node.probe();
  await node.probe();
  await post('/generate/async', { prompt: 'the first' });
  const { jobId } = (await (await post('/generate/async', { prompt: 'b' })).json()) as {
    jobId: string;
  };
  await store.take();
  await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'a b' }] });
  await get('/v1/models/none');
  await get('/health');
  const report = serverReportSchema.parse(await (await get('/admin/state')).json());
  expect(report).toMatchObject({
    version: '1.2.3',
    engines: [
      { engine: 'chat', state: 'ready', running: 1, model: 'fake/chat' },
      { engine: 'speech', state: 'idle', model: null, bytes: null },
    ],
    memory: {
      devices: [{ id: 'cpu', totalBytes: 8e9, freeBytes: 5e9 }],
      models: [{ model: 'fake/chat', devices: [{ id: 'cpu', bytes: 1e9 }], isWarm: true }],
      waiting: 0,
    },
    nodes: [
      {
        ...{ name: 'far', state: 'away', queueDepth: 4, latencyMs: expect.any(Number) },
        lastError: { at: expect.any(Number), message: 'far does not answer.' },
      },
    ],
    queue: {
      counts: { queued: 1, processing: 1 },
      jobs: [{ status: 'processing' }, { jobId, status: 'queued', position: 1 }],
    },
    // Two jobs, a chat, and one model that is not there.
    requests: { running: 0, ended: 4, failed: 1 },
  });
  expect(report.memory?.models[0]?.idleSeconds).toBeGreaterThanOrEqual(60);
  expect(report.requests.completionTokens).toBeGreaterThan(0);
  if (process.platform === 'linux') expect(report.engines[0]?.bytes).toBeGreaterThan(1e6);
});

it('tells the rest where the queue is away', async () => {
  const { get, store } = await open();
  store.count = () => Promise.reject(new Error('gone'));
  expect(await (await get('/admin/state')).json()).toMatchObject({ queue: null, nodes: [{}] });
});

it('gives up jobs for a key that may ask for none itself', async () => {
  const { post } = await open();
  const { jobId } = (await (await post('/generate/async', { prompt: 'a fox' })).json()) as {
    jobId: string;
  };
  const headers = bearer(await keys.create('boss', { scopes: ['admin'] }));
  const cancel = (path: string) => post(path, {}, { headers });
  expect((await cancel(`/jobs/${jobId}/cancel`)).status).toBe(403);
  const cancelled = await cancel(`/admin/jobs/${jobId}/cancel`);
  expect(await cancelled.json()).toEqual({ jobId, status: 'cancelled' });
  expect((await cancel('/admin/jobs/none/cancel')).status).toBe(404);
});

it('makes keys, lists them without their secrets, and ends them', async () => {
  const { get, post } = await open();
  const boss = await keys.create('boss', { scopes: ['admin'] });
  const limits = [{ unit: 'tokens', amount: 500, per: 'day' }];
  const wanted = { name: ' app ', scopes: ['chat'], limits, expiresInDays: 2 };
  const made = await post('/admin/keys', wanted);
  expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
  const { key, id, expiresAt } = newKeySchema.parse(await made.json());
  expect(keys.find(key)).toMatchObject({ id, name: 'app', scopes: ['chat'], limits });
  expect((expiresAt ?? 0) - Date.now()).toBeGreaterThan(1.9 * 86_400_000);

  const list = async () => {
    const text = await (await get('/admin/keys', bearer(boss))).text();
    expect(text).not.toContain(key.slice(-20));
    return keyListSchema.parse(JSON.parse(text)).keys;
  };
  expect(await list()).toMatchObject([
    { name: 'boss', isCurrent: true, lastUsedAt: expect.any(Number) },
    { name: 'app', isCurrent: false, lastUsedAt: null, revokedAt: null },
  ]);
  expect((await get('/v1/models', bearer(key))).status).toBe(200);
  expect((await list())[1]?.lastUsedAt).toBeGreaterThan(0);

  const revoked = await post(`/admin/keys/${id}/revoke`, {});
  expect(await revoked.json()).toMatchObject({ id, revokedAt: expect.any(Number) });
  expect(keys.find(key)).toBeUndefined();
  const missing = await post('/admin/keys/000000000000/revoke', {});
  expect([missing.status, await missing.json()]).toMatchObject([404, { code: 'key_not_found' }]);
});

const LIMIT = { unit: 'tokens', amount: 1, per: 'day' };

it.each([
  ['name', {}],
  ['name', { name: ' ' }],
  ['name', { name: 'two\nlines' }],
  ['scopes', { name: 'x', scopes: [] }],
  ['scopes.0', { name: 'x', scopes: ['all'] }],
  ['limits.0.amount', { name: 'x', limits: [{ ...LIMIT, amount: 0 }] }],
  ['limits', { name: 'x', limits: [LIMIT, { ...LIMIT, amount: 2 }] }],
  ['expiresInDays', { name: 'x', expiresInDays: -1 }],
])('refuses a key with a wrong %s', async (param, body) => {
  const { post } = await open();
  const refused = await post('/admin/keys', body);
  expect([refused.status, await refused.json()]).toMatchObject([400, { details: { param } }]);
  expect(await keys.list()).toEqual([]);
});

it('is closed to keys without the scope, and without a key to pages of other sites', async () => {
  const { get, post } = await open();
  const other = await keys.create('laptop');
  const paths = ['/admin/state', '/admin/keys'];
  const here = { host: '127.0.0.1:1', origin: 'http://127.0.0.1:1' };
  const elsewhere = { ...here, origin: 'https://studio.example' };
  for (const path of paths) {
    expect((await get(path)).status).toBe(200);
    expect((await get(path, here)).status).toBe(200);
    expect((await get(path, elsewhere)).status).toBe(401);
    expect((await get(path, bearer(other))).status).toBe(403);
  }
  expect((await get('/v1/models', elsewhere)).status).toBe(200);
  const stolen = await post('/admin/keys', { name: 'x' }, { headers: elsewhere });
  expect(stolen.status).toBe(401);
  const boss = await keys.create('boss', { scopes: ['admin'] });
  expect((await get('/admin/keys', { ...elsewhere, ...bearer(boss) })).status).toBe(200);
});

it('is in the document, two methods of one path and all', async () => {
  const { api, get } = await open();
  const { paths } = (await (await get('/openapi.json')).json()) as {
    paths: Record<string, object>;
  };
  expect(Object.keys(paths['/admin/keys'] ?? {})).toEqual(['get', 'post']);
  for (const path of ['state', 'keys/{id}/revoke', 'jobs/{id}/cancel'])
    expect(paths).toHaveProperty([`/admin/${path}`]);
  const wrong = await api.request('/admin/keys', { method: 'PUT' });
  expect([wrong.status, await wrong.json()]).toMatchObject([
    405,
    { error: '/admin/keys takes GET or POST, not PUT.' },
  ]);
});
