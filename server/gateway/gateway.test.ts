import type { ServerResponse } from 'node:http';
import { serve } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createApi } from '../../src/api/create-api.ts';
import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import { createFakeServices, FAKE_CHAT } from '../../src/api/fakes/fake-services.fixture.ts';
import { parseUpstream } from '../upstreams/upstream-address.ts';
import {
  startFakeOpenAi,
  type FakeOpenAiOptions,
  type FakeServer,
} from '../upstreams/fake-upstream.fixture.ts';
import { createGateway } from './gateway.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function startFake(options: Partial<FakeOpenAiOptions> = {}): Promise<FakeServer> {
  const fake = await startFakeOpenAi({
    models: [{ id: 'org/big' }],
    answer: (_, response) => void response.end('{"ok":true}'),
    ...options,
  });
  closers.push(fake.kill);
  return fake;
}

/** A companion over fake engines; with upstreams, one that sends requests on. */
async function startCompanion(upstreams: Record<string, string> = {}, port = 0) {
  const services = createFakeServices();
  const sentences: string[] = [];
  const ended: RequestEntry[] = [];
  const gateway = createGateway({
    upstreams: Object.entries(upstreams).map(([name, url]) => ({
      ...parseUpstream(`${name}=${url}`),
      key: `key of ${name}`,
    })),
    listLocalIds: async () => (await services.listModels()).map(({ manifest }) => manifest.id),
    maxSeconds: 20,
    log: (sentence) => void sentences.push(sentence),
  });
  const api = createApi(
    { ...services, listRemoteModels: gateway.listModels },
    { forwarder: gateway, onRequestEnd: (entry) => void ended.push(entry) },
  );
  const server = await new Promise<Server>((done) => {
    const opened = serve({ fetch: api.fetch, hostname: '127.0.0.1', port }, () =>
      done(opened),
    ) as Server;
  });
  const kill = () => {
    gateway.end();
    server.closeAllConnections();
    server.close();
  };
  closers.push(kill);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (body: object, init: RequestInit = {}) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'a b c' }], ...body }),
      ...init,
    });
  return { url, ask, kill, gateway, sentences, ended, record: services.record };
}

it('lists the models of its upstreams, each once, beside its own', async () => {
  const vllm = await startFake({ models: [{ id: 'org/big' }, { id: 'bge-small' }] });
  const second = await startFake();
  const { url } = await startCompanion({ vllm: vllm.url, second: second.url });
  const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { data: object[] };
  expect(data.slice(-2)).toMatchObject([
    { id: 'org/big', task: 'chat', home: 'vllm' },
    { id: 'bge-small', task: 'embedding', home: 'vllm' },
  ]);
  expect(data[0]).toMatchObject({ id: FAKE_CHAT, home: 'local' });
});

it.each(['org/big', 'big', 'BIG', 'vllm/org/big'])(
  'finds a model asked for as %s',
  async (model) => {
    const vllm = await startFake();
    const { ask } = await startCompanion({ vllm: vllm.url });
    const response = await ask({ model, logprobs: true });
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
    expect(response.headers.get('x-triptych-node')).toBe('vllm');
    // The whole body, also what this server knows nothing of, with the name that is used there.
    const [request] = vllm.requests;
    expect(request?.body).toMatchObject({ model: 'org/big', logprobs: true });
    expect(request?.headers.authorization).toBe('Bearer key of vllm');
  },
);

it('leaves the trace of a client as it is where nobody collects any', async () => {
  const vllm = await startFake();
  const { ask } = await startCompanion({ vllm: vllm.url });
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const headers = { 'content-type': 'application/json', traceparent };
  await (await ask({ model: 'org/big' }, { headers })).text();
  expect(vllm.requests[0]?.headers.traceparent).toBe(traceparent);
  expect(vllm.requests[0]?.headers).not.toHaveProperty('tracestate');
});

it('answers itself for its own models and for those that nobody has', async () => {
  const vllm = await startFake({ models: [{ id: FAKE_CHAT }] });
  const { ask } = await startCompanion({ vllm: vllm.url });
  expect((await ask({ model: FAKE_CHAT })).status).toBe(200);
  expect((await ask({})).status).toBe(200);
  expect((await ask({ model: 'nobody/has' })).status).toBe(404);
  expect(vllm.requests).toEqual([]);
});

it('sends what its own models cannot read to one that can', async () => {
  const models = [
    { id: 'plain' },
    { id: 'seeing', task: 'chat', capabilities: ['chat', 'vision'] },
  ];
  const vllm = await startFake({ models });
  const { ask } = await startCompanion({ vllm: vllm.url });
  const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  const response = await ask({ messages: [{ role: 'user', content: [picture] }] });
  expect(response.status).toBe(200);
});

it('asks the one with the shorter queue', async () => {
  const busy = await startFake({ metrics: 'vllm:num_requests_waiting{model="x"} 9.0\n' });
  const idle = await startFake({ metrics: 'vllm:num_requests_waiting 0\n' });
  const { ask } = await startCompanion({ busy: busy.url, idle: idle.url });
  for (let count = 0; count < 3; count++) await ask({ model: 'org/big' });
  expect([busy.requests.length, idle.requests.length]).toEqual([0, 3]);
});

it('passes a stream on as it comes, no faster than it is read, and its end too', async () => {
  let written = 0;
  const vllm = await startFake({
    async answer(_, response) {
      response.setHeader('content-type', 'text/event-stream');
      const piece = `data: ${'x'.repeat(64_000)}\n\n`;
      while (!response.destroyed) {
        written += piece.length;
        if (!response.write(piece)) await drained(response);
      }
    },
  });
  const { ask } = await startCompanion({ vllm: vllm.url });
  const stop = new AbortController();
  const response = await ask({ model: 'org/big', stream: true }, { signal: stop.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  await vi.waitFor(async () => {
    const before = written;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(written).toBe(before);
  }, 10_000);
  // Sockets hold some megabytes; a server that read ahead would hold all.
  expect(written).toBeLessThan(64e6);
  stop.abort();
  await vi.waitFor(() => expect(vllm.left).toBe(1));
});

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

it.each([
  ['is dead', undefined],
  ['answers 503', (_: unknown, response: ServerResponse) => void response.writeHead(503).end('{}')],
  [
    'breaks off before the first byte',
    (_: unknown, response: ServerResponse) => void response.destroy(),
  ],
])('asks another node within one request if one %s', async (_, answer) => {
  const broken = await startFake(answer ? { answer } : {});
  const whole = await startFake({ metrics: 'vllm:num_requests_waiting 5\n' });
  const { ask, gateway } = await startCompanion({ broken: broken.url, whole: whole.url });
  await gateway.listModels();
  if (!answer) broken.kill();
  for (let count = 0; count < 3; count++)
    expect((await ask({ model: 'org/big' })).headers.get('x-triptych-node')).toBe('whole');
  // After two failures it is left alone.
  if (answer) expect(broken.requests.length).toBeLessThanOrEqual(2);
});

it('does not ask another one once the client has something, and says so', async () => {
  const breaking = await startFake({
    answer(_, response) {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: {"n":1}\n\n');
      setTimeout(() => response.destroy(), 50);
    },
  });
  const other = await startFake({ metrics: 'vllm:num_requests_waiting 5\n' });
  const { ask } = await startCompanion({ breaking: breaking.url, other: other.url });
  const text = await (await ask({ model: 'org/big', stream: true })).text();
  expect(text).toMatch(/^data: \{"n":1\}\n\n[^]*data: \{"error":\{"message":"breaking broke off/);
  expect(other.requests).toEqual([]);
});

it('says who should have answered if nobody does, and comes back when they do', async () => {
  const fake = await startFake();
  const { ask, gateway, sentences } = await startCompanion({ only: fake.url });
  await gateway.listModels();
  fake.kill();
  const failed = await ask({ model: 'org/big' });
  expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await failed.json()).toMatchObject({ error: { code: 'network_unreachable' } });
  const [node] = gateway.nodes;
  await node?.probe();
  await startFake({ port: Number(new URL(fake.url).port) });
  await node?.probe();
  expect((await ask({ model: 'org/big' })).status).toBe(200);
  expect(sentences).toEqual([
    'only is there, with one model.',
    'only is away: only does not answer.',
    'only is there, with one model.',
  ]);
  expect(node?.last).toEqual({
    latencyMs: expect.any(Number),
    error: { at: expect.any(Number), message: 'only does not answer.' },
  });
});

it('gives the answer of another companion, the same as asked there', async () => {
  const inner = await startCompanion();
  const outer = await startCompanion({ inner: inner.url });
  // The gateway's own model has the same name, so the other one is asked for by its own.
  const body = { model: `inner/${FAKE_CHAT}`, seed: 7 };
  const through = (await (await outer.ask(body)).json()) as { choices: unknown };
  const direct = (await (await inner.ask({ ...body, model: FAKE_CHAT })).json()) as {
    choices: unknown;
  };
  expect(through.choices).toEqual(direct.choices);
  expect(outer.record.chat).toEqual([]);
  expect(inner.record.chat).toHaveLength(2);
});

it('notes the tokens of an answer that another server gave', async () => {
  const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
  const vllm = await startFake({
    answer: (_, response) => void response.end(JSON.stringify({ choices: [], usage })),
  });
  const { ask, ended } = await startCompanion({ vllm: vllm.url });
  await (await ask({ model: 'org/big' })).text();
  expect(ended).toMatchObject([
    { model: 'org/big', status: 200, promptTokens: 7, completionTokens: 3 },
  ]);
});

it('survives one of two companions killed in the middle of many answers', async () => {
  const names = ['one', 'two'] as const;
  const inner = { one: await startCompanion(), two: await startCompanion() };
  const outer = await startCompanion({ one: inner.one.url, two: inner.two.url });
  await outer.gateway.listModels();
  // Known under the model's short name, which this server does not use for its own.
  const model = FAKE_CHAT.split('/')[1];
  const messages = [{ role: 'user', content: 'count' }];
  const answers = Array.from({ length: 40 }, async () => {
    const response = await outer.ask({ model, messages, stream: true });
    return { status: response.status, text: await response.text() };
  });
  await vi.waitFor(() => expect(inner.one.record.running).toBeGreaterThan(5));
  inner.one.kill();
  const all = await Promise.all(answers);
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
  for (const { text } of all) expect(text).toMatch(/data: \[DONE\]\n\n$|"network_unreachable"/);
  expect(all.filter(({ text }) => text.includes('[DONE]')).length).toBeGreaterThanOrEqual(20);
  expect(names.map((name) => inner[name].record.running)).toEqual([0, 0]);
  expect((await outer.ask({ model })).headers.get('x-triptych-node')).toBe('two');
});
