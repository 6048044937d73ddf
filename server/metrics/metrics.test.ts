import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFakeApi } from '../../src/api/fakes/ask.fixture.ts';
import { FAKE_CHAT } from '../../src/api/fakes/fake-services.fixture.ts';
import { addAdminRoutes } from '../admin/admin-routes.ts';
import { createGate, type GateOptions } from '../keys/gate.ts';
import { createKeyRing, type KeyRing } from '../keys/keys.ts';
import { openCounters } from '../limits/counters.ts';
import { createMeter } from '../limits/meter.ts';
import { createRequestLog } from '../requests/request-log.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { watchRequests } from './request-metrics.ts';
import type { MemoryView } from '../memory/memory-arbiter.ts';
import type { ProcessReport } from '../engines/process-report.ts';
import { watchState } from './state-metrics.ts';

let folder: string;
let database: ServerDatabase;
let keys: KeyRing;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-metrics-'));
  database = openDatabase(folder);
  keys = createKeyRing(database);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const CHAT_PROCESS: ProcessReport = {
  ...{ engine: 'chat', state: 'ready', pid: process.pid, running: 2, model: FAKE_CHAT },
};

const MEMORY: MemoryView = {
  devices: [{ id: 'GPU-1', kind: 'gpu', name: 'A card (0)', totalBytes: 16e9, freeBytes: 4e9 }],
  residents: [
    {
      ...{ owner: 'gguf/qwen', engine: 'gguf', model: 'qwen', leases: 2, isWarm: false },
      ...{ bytes: new Map([['GPU-1', 5e9]]), isMeasured: true, lastUsedAt: 0 },
    },
  ],
  waiting: [{ owner: 'gguf/llama', priority: 'interactive', since: 0 }],
};

async function open(options: Partial<GateOptions> = {}) {
  const register = new Registry();
  const requests = createRequestLog({
    ...{ database, keepDays: 1, maxBytes: 1e6, log: () => undefined },
  });
  const metrics = watchRequests(register);
  watchState(register, {
    nodes: [],
    memory: async () => MEMORY,
    processes: () => [
      CHAT_PROCESS,
      { ...{ engine: 'images', state: 'idle', running: 0 }, pid: undefined, model: undefined },
    ],
    jobs: {
      count: async () => ({ queued: 3, processing: 1, completed: 0, failed: 0, cancelled: 0 }),
    },
  });
  const log = () => undefined;
  const meter = createMeter(await openCounters({ queue: 'sqlite', database, log }));
  const gate = createGate({ keys, meter, isKeyRequired: false, isAdminOpen: true, ...options });
  const { api, post } = startFakeApi({
    gate,
    onRequestStart: metrics.onRequestStart,
    onRequestEnd(entry) {
      metrics.onRequestEnd(entry);
      requests.write(entry);
    },
  });
  addAdminRoutes(api, { register, requests });
  const read = async (key?: string) => {
    const response = await api.request('/metrics', {
      headers: key ? { authorization: `Bearer ${key}` } : {},
    });
    return { response, text: await response.text() };
  };
  return { api, post, read };
}

it('tells of requests, what they used, engines, and the queue', async () => {
  const { api, post, read } = await open();
  const question = { messages: [{ role: 'user', content: 'a b c' }] };
  const answered = await post('/v1/chat/completions', question);
  const { usage } = (await answered.json()) as { usage: Record<string, number> };
  await post('/v1/chat/completions', { ...question, model: 'made up by a client' });
  await (await post('/v1/audio/speech', { input: 'One.', response_format: 'wav' })).arrayBuffer();
  await post('/v1/images/generations', { prompt: 'a fox', size: '64x64', n: 2 });
  await api.request('/made/up');
  const { response, text } = await read();
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = text.split('\n');
  const route = 'route="/v1/chat/completions"';
  expect(lines).toEqual(
    expect.arrayContaining([
      `triptych_requests_total{method="POST",${route},status="200"} 1`,
      `triptych_requests_total{method="POST",${route},status="404"} 1`,
      'triptych_requests_total{method="GET",route="none",status="404"} 1',
      `triptych_tokens_total{model="${FAKE_CHAT}",kind="prompt"} ${usage.prompt_tokens}`,
      `triptych_tokens_total{model="${FAKE_CHAT}",kind="completion"} ${usage.completion_tokens}`,
      'triptych_pictures_total{model="triptych/stickers"} 2',
      `triptych_request_seconds_count{${route}} 2`,
      'triptych_requests_running 0',
      'triptych_engine_state{engine="chat",state="ready"} 1',
      'triptych_engine_state{engine="images",state="ready"} 0',
      'triptych_engine_requests{engine="chat"} 2',
      'triptych_device_free_bytes{device="GPU-1",name="A card (0)"} 4000000000',
      'triptych_device_total_bytes{device="GPU-1",name="A card (0)"} 16000000000',
      'triptych_model_bytes{engine="gguf",model="qwen",device="GPU-1"} 5000000000',
      'triptych_model_leases{engine="gguf",model="qwen"} 2',
      'triptych_model_idle_seconds{engine="gguf",model="qwen"} 0',
      'triptych_models_waiting 1',
      'triptych_jobs{status="queued"} 3',
      'triptych_jobs{status="processing"} 1',
    ]),
  );
  expect(text).toMatch(/^triptych_speech_seconds_total\{model="triptych\/flite"\} \d/m);
  // Names that clients think of would fill the memory of whoever counts them.
  expect(text).not.toMatch(/made.up/);
  if (process.platform === 'linux')
    expect(text).toMatch(
      /^triptych_engine_memory_bytes\{engine="chat",model="fake\/chat"\} \d{7}/m,
    );
});

it('tells nobody without the scope for it, also where no key is needed for the rest', async () => {
  const admin = keys.create('prometheus', { scopes: ['admin'] });
  const other = keys.create('laptop');
  const { api, read } = await open({ isAdminOpen: false });
  const statuses = async (key?: string) => (await read(key)).response.status;
  expect([await statuses(), await statuses(other), await statuses(admin)]).toEqual([401, 403, 200]);
  expect((await api.request('/admin/requests')).status).toBe(401);
  expect((await api.request('/v1/models')).status).toBe(200);
});

it('lists the log of requests to whoever runs the server', async () => {
  const { api, post } = await open();
  await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'a' }] });
  const list = async (query = '') =>
    ((await (await api.request(`/admin/requests${query}`)).json()) as { requests: object[] })
      .requests;
  expect(await list('?limit=1')).toMatchObject([
    { route: '/v1/chat/completions', status: 200, model: FAKE_CHAT, prompt: null },
  ]);
  expect(await list('?before=1')).toEqual([]);
  expect(await list('?query=a')).toEqual([]);
  expect((await api.request('/admin/requests?query=')).status).toBe(400);
});
