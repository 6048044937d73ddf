import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFakeApi } from '../../src/api/fakes/ask.fixture.ts';
import { createDiskFiles } from '../files/disk-files.ts';
import { createSqliteJobStore } from '../jobs/sqlite/sqlite-job-store.ts';
import { createStoredJobDesk } from '../jobs/stored-job-desk.ts';
import { createGate } from '../keys/gate.ts';
import { createKeyRing, type KeyRing } from '../keys/keys.ts';
import { openCounters } from '../limits/counters.ts';
import { createMeter } from '../limits/meter.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { createJobWords } from './job-words.ts';
import { addSearchRoutes } from './search-routes.ts';

let folder: string;
let database: ServerDatabase;
let keys: KeyRing;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-search-'));
  database = openDatabase(folder);
  keys = createKeyRing(database);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** A server whose queue nobody empties. */
async function open({ isKeyRequired = true, hasWords = true } = {}) {
  const log = () => undefined;
  const store = createSqliteJobStore(database);
  const words = hasWords ? createJobWords(database, log) : undefined;
  const desk = createStoredJobDesk({
    ...{ store, results: createDiskFiles(join(folder, 'results')), maxWaiting: 1000, words },
  });
  const meter = createMeter(await openCounters({ queue: 'sqlite', database, log }));
  const gate = createGate({ keys, meter, isKeyRequired, isAdminOpen: false });
  const { api, post } = startFakeApi({ gate, jobs: desk });
  addSearchRoutes(api, { desk, words });
  const headersOf = (key?: string): Record<string, string> =>
    key === undefined ? {} : { authorization: `Bearer ${key}` };
  const ask = async (path: string, body: object, key?: string) => {
    const headers = { 'content-type': 'application/json', ...headersOf(key) };
    return (await (await post(path, body, { headers })).json()) as { jobId: string };
  };
  const search = (query: Record<string, string>, key?: string) =>
    api.request(`/search?${new URLSearchParams(query)}`, { headers: headersOf(key) });
  const find = async (query: string, key?: string) => {
    const response = await search({ query }, key);
    expect(response.status).toBe(200);
    return ((await response.json()) as { jobs: { jobId: string }[] }).jobs;
  };
  return { api, ask, search, find, store };
}

it('finds a key’s own pictures, and nobody else’s', async () => {
  const { ask, find, search, store } = await open();
  const a = keys.create('a');
  const b = keys.create('b');
  const fox = await ask('/generate/async', { prompt: 'a red fox' }, a);
  const sizes = await ask('/generate/batch-sizes', { brief: 'Foxes', sizes: ['og'] }, a);
  await ask('/generate/async', { prompt: 'a grey fox' }, b);
  const lease = await store.take();
  if (lease) await store.report(lease, { stage: 'diffuse', step: 1, of: 7, preview: 'AAAA' });
  expect(await find('fox', a)).toEqual([
    expect.objectContaining({ jobId: sizes.jobId, kind: 'batch-sizes', text: 'Foxes' }),
    {
      ...{ jobId: fox.jobId, kind: 'generate', status: 'processing', text: 'a red fox' },
      ...{ createdAt: expect.any(String), startedAt: expect.any(String), attempts: 1 },
    },
  ]);
  expect(await find('fox', b)).toMatchObject([{ text: 'a grey fox' }]);
  expect(await find('red', b)).toEqual([]);
  const page = await search({ query: 'fox', limit: '1', after: sizes.jobId }, a);
  expect(await page.json()).toMatchObject({ jobs: [{ jobId: fox.jobId }] });
});

it('wants a key with the scope of jobs where keys are wanted', async () => {
  const { search } = await open();
  const chatOnly = keys.create('chat', { scopes: ['chat'] });
  expect((await search({ query: 'fox' })).status).toBe(401);
  expect((await search({ query: 'fox' }, chatOnly)).status).toBe(403);
});

it('keeps what was asked for with a key from those who need none', async () => {
  const { ask, find } = await open({ isKeyRequired: false });
  const key = keys.create('a');
  await ask('/generate/async', { prompt: 'a red fox' }, key);
  await ask('/generate/async', { prompt: 'a grey fox' });
  expect(await find('fox')).toMatchObject([{ text: 'a grey fox' }]);
  expect(await find('fox', 'not a key')).toMatchObject([{ text: 'a grey fox' }]);
  expect(await find('fox', key)).toMatchObject([{ text: 'a red fox' }]);
});

it.each([
  '"',
  '*',
  '-',
  'NEAR(',
  'a OR',
  '(',
  '^a',
  '{x}:',
  '\0',
  '%',
  '🦊',
  '狐狸',
  '\ufffd',
  "'",
])('answers %j, whatever it means elsewhere', async (query) => {
  const { find } = await open({ isKeyRequired: false });
  expect(await find(query)).toEqual([]);
});

it.each([
  [{}, 'query'],
  [{ query: ' ' }, 'query'],
  [{ query: 'x'.repeat(10_000) }, 'query'],
  [{ query: 'fox', limit: '0' }, 'limit'],
  [{ query: 'fox', after: 'x'.repeat(200) }, 'after'],
])('refuses %o in a sentence', async (query, param) => {
  const { search } = await open({ isKeyRequired: false });
  const refused = await search(query as Record<string, string>);
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { code: 'invalid_request', error: expect.any(String), details: { param } },
  ]);
});

it('says where nothing can be found', async () => {
  const { search } = await open({ isKeyRequired: false, hasWords: false });
  const refused = await search({ query: 'fox' });
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'not_supported' }]);
});

it('is in the document', async () => {
  const { api } = await open({ isKeyRequired: false });
  const { paths } = (await (await api.request('/openapi.json')).json()) as { paths: object };
  expect(paths).toHaveProperty(['/search', 'get']);
});
