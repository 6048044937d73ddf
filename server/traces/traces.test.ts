import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EngineError } from '../../src/engine/errors.ts';
import { BUILT_IN_CHAT_MODEL } from '../../src/engine/models/catalog.ts';
import { readSettings } from '../config.ts';
import { createDiskFiles } from '../files/disk-files.ts';
import { startWorkers } from '../jobs/run-jobs.ts';
import { createSqliteJobStore } from '../jobs/sqlite/sqlite-job-store.ts';
import { createStoredJobDesk } from '../jobs/stored-job-desk.ts';
import { runForRequest } from '../log/request-id.ts';
import { openServer, type OpenServer } from '../open-server.ts';
import { openDatabase } from '../store/database.ts';
import { startFakeOpenAi } from '../upstreams/fake-upstream.fixture.ts';
import { startFakeCollector, type FakeCollector } from './fake-collector.fixture.ts';
import { openTracer } from './open-tracer.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const CONTINUED = { traceparent: `00-${TRACE}-${CALLER}-01`, tracestate: 'vendor=1' };
/** As OTLP numbers them. */
const [SERVER, CLIENT, CONSUMER] = [2, 3, 5];
const FAILED = 2;

let folder: string;
let collector: FakeCollector;
const sentences: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-traces-'));
  collector = await startFakeCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
  sentences.length = 0;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  collector.close();
  await rm(folder, { recursive: true });
});

const open = (more: Record<string, string> = {}): Promise<OpenServer> =>
  openServer(
    readSettings({ TRIPTYCH_PORT: '0', TRIPTYCH_MODELS: '', TRIPTYCH_DATA: folder, ...more }),
    (sentence) => sentences.push(sentence),
  );

const chat = ({ url }: OpenServer, model: string, content: string, headers = {}) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content }] }),
  });

it('continues the trace of a client and passes it on to an upstream', async () => {
  const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
  const upstream = await startFakeOpenAi({
    models: [{ id: 'org/big' }],
    answer: (_, response) => void response.end(JSON.stringify({ choices: [], usage })),
  });
  const server = await open({ TRIPTYCH_UPSTREAMS: `vllm=${upstream.url}` });
  const key = 'sk-of-the-client';
  const asked = await chat(server, 'org/big', 'a secret', {
    ...CONTINUED,
    authorization: `Bearer ${key}`,
  });
  await asked.text();
  await fetch(`${server.url}/health`);
  await server.drain();
  const [request] = collector.spans.filter(({ kind }) => kind === SERVER);
  expect(request).toMatchObject({
    ...{ name: 'POST /v1/chat/completions', traceId: TRACE, parentSpanId: CALLER },
    service: 'triptych',
    facts: {
      ...{ 'http.request.method': 'POST', 'http.route': '/v1/chat/completions' },
      ...{ 'http.response.status_code': 200, 'gen_ai.operation.name': 'chat' },
      ...{ 'gen_ai.request.model': 'org/big', 'triptych.upstream': 'vllm' },
      ...{ 'gen_ai.usage.input_tokens': 7, 'gen_ai.usage.output_tokens': 3 },
      'triptych.request_id': asked.headers.get('x-request-id'),
    },
  });
  const [passed] = collector.spans.filter(({ kind }) => kind === CLIENT);
  expect(passed).toMatchObject({
    ...{ traceId: TRACE, parentSpanId: request?.spanId },
    facts: { 'server.address': '127.0.0.1', 'http.response.status_code': 200 },
  });
  expect(upstream.requests[0]?.headers).toMatchObject({
    traceparent: `00-${TRACE}-${passed?.spanId}-01`,
    tracestate: 'vendor=1',
  });
  // Nothing of those who only ask how the server is, and nothing of what was written.
  expect(collector.spans).toHaveLength(2);
  expect(collector.text).not.toContain('secret');
  expect(collector.text).not.toContain(key);
  upstream.kill();
});

it('tells an upstream that failed from the request that another one answered', async () => {
  const broken = await startFakeOpenAi({
    models: [{ id: 'org/big' }],
    answer: (_, response) => void response.writeHead(503).end('{}'),
  });
  const whole = await startFakeOpenAi({
    models: [{ id: 'org/big' }],
    metrics: 'vllm:num_requests_waiting 5\n',
    answer: (_, response) => void response.end('{}'),
  });
  const server = await open({ TRIPTYCH_UPSTREAMS: `broken=${broken.url},whole=${whole.url}` });
  await (await chat(server, 'org/big', 'a')).text();
  await server.close();
  const outcomes = collector.spans.map(({ kind, status, facts }) => [
    ...[kind, facts['triptych.upstream'], facts['http.response.status_code']],
    ...[status.code === FAILED, facts['error.type']],
  ]);
  expect(outcomes).toEqual(
    expect.arrayContaining([
      [CLIENT, 'broken', 503, true, '503'],
      [CLIENT, 'whole', 200, false, undefined],
      [SERVER, 'whole', 200, false, undefined],
    ]),
  );
  broken.kill();
  whole.kill();
});

const CLOCKS_DIFFER_MS = 5;

it(
  'shows how long a request has waited and how long an engine worked',
  { timeout: 90_000 },
  async () => {
    const server = await open();
    const answered = await chat(server, BUILT_IN_CHAT_MODEL, 'Write a tagline for a bakery');
    await answered.text();
    await fetch(`${server.url}/v1/models/none`);
    await server.close();
    const request = collector.find('POST /v1/chat/completions');
    const [wait, work] = [collector.find('queue wait'), collector.find('engine chat')];
    expect(request?.parentSpanId).toBeFalsy();
    expect(Number(request?.facts['gen_ai.usage.output_tokens'])).toBeGreaterThan(0);
    for (const part of [wait, work])
      expect(part).toMatchObject({ traceId: request?.traceId, parentSpanId: request?.spanId });
    const milliseconds = (nanoseconds = '') => Number(BigInt(nanoseconds) / 1_000_000n);
    const times = [
      ...[wait?.startTimeUnixNano, wait?.endTimeUnixNano, work?.startTimeUnixNano],
      ...[work?.endTimeUnixNano, request?.endTimeUnixNano],
    ].map(milliseconds);
    // Beginnings and ends are told by different clocks.
    for (const [at, time] of times.slice(1).entries())
      expect(time).toBeGreaterThanOrEqual((times[at] ?? 0) - CLOCKS_DIFFER_MS);
    const missing = collector.find('GET /v1/models/{model}');
    expect(missing?.traceId).not.toBe(request?.traceId);
    expect(missing).toMatchObject({
      facts: { 'http.response.status_code': 404, 'error.type': 'model_not_found' },
    });
    expect(missing?.status.code).not.toBe(FAILED);
  },
);

it('has a job in the trace of the request that asked for it, whoever runs it', async () => {
  const options = { version: '1', log: () => undefined };
  const [here, there] = [await openTracer(options), await openTracer(options)];
  const databases = [openDatabase(folder), openDatabase(folder)] as const;
  const results = createDiskFiles(join(folder, 'files'));
  const desk = createStoredJobDesk({
    ...{ store: createSqliteJobStore(databases[0]), results, maxWaiting: 9 },
  });
  const request = here.start('POST', CONTINUED);
  const submit = (name: string) =>
    runForRequest('req_1', () => desk.submit({ kind: name, request: {} }), request);
  const jobs = [await submit('generate'), await submit('fail')];
  const workers = startWorkers({
    ...{ store: createSqliteJobStore(databases[1]), results, count: 1, log: () => undefined },
    tracer: there,
    async runJob({ kind }) {
      if (kind === 'fail') throw new EngineError('invalid_request', 'There is no such size.');
      return { model: 'org/big' };
    },
  });
  for (const { jobId } of jobs)
    await vi.waitFor(async () => expect((await desk.find(jobId)).endedAt).toBeDefined(), 5000);
  await workers.stop();
  request?.end();
  await Promise.all([here.close(), there.close()]);
  const parent = collector.find('POST')?.spanId;
  const place = { traceId: TRACE, parentSpanId: parent };
  expect(parent).toBeDefined();
  expect(collector.find('job generate')).toMatchObject({
    ...{ ...place, kind: CONSUMER },
    facts: { 'triptych.job.id': jobs[0]?.jobId, 'gen_ai.response.model': 'org/big' },
  });
  expect(collector.find('job fail')).toMatchObject({
    ...{ ...place, status: { code: FAILED } },
    facts: { 'error.type': 'invalid_request' },
  });
  expect(collector.spans.filter(({ name }) => name === 'queue wait')).toMatchObject([place, place]);
  for (const database of databases) database.close();
});

it('answers as ever when the collector is away, and says so once', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${await takeFreePort()}`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '200');
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '20');
  const server = await open();
  for (let count = 0; count < 4; count++) {
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const begin = performance.now();
  await server.close();
  expect(performance.now() - begin).toBeLessThan(6000);
  expect(sentences.filter((sentence) => sentence.startsWith('Traces'))).toEqual([
    expect.stringMatching(/^Traces cannot be sent: /),
  ]);
});

/** That nobody listens on any more. */
async function takeFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
