import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFakeApi } from '../../src/api/fakes/ask.fixture.ts';
import { FAKE_CHAT } from '../../src/api/fakes/fake-services.fixture.ts';
import type { Gate } from '../../src/api/http/gate.ts';
import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { keepPrompts } from './keep-prompts.ts';
import { runLogCommand } from './log-command.ts';
import { createRequestLog, type RequestLogOptions } from './request-log.ts';

const DAY_MS = 86_400_000;

let folder: string;
let database: ServerDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-requests-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const open = (options: Partial<RequestLogOptions> = {}) =>
  createRequestLog({
    ...{ database, keepDays: 30, maxBytes: 1e6, log: () => undefined },
    ...options,
  });

const openGate: Gate = { admit: async (request) => ({ request, headers: {} }) };

function openApi(gate: Gate = openGate) {
  const requests = open();
  const { post, api } = startFakeApi({ gate, onRequestEnd: requests.write });
  const secret = { authorization: 'Bearer tk_secret' };
  const chat = (content: unknown, more: object = {}) =>
    post(
      '/v1/chat/completions',
      { messages: [{ role: 'user', content }], ...more },
      { headers: { 'content-type': 'application/json', ...secret } },
    );
  return { requests, chat, api };
}

it('keeps how each request went, and nothing that was written in it', async () => {
  const { requests, chat, api } = openApi();
  const response = await chat('my diary');
  const { usage } = (await response.json()) as { usage: Record<string, number> };
  await (await chat('my diary', { stream: true })).text();
  await chat('x', { model: 'none' });
  await api.request('/nothing/here?token=secret');
  const [missing, failed, streamed, asked] = requests.read({ limit: 10 });
  expect(asked).toMatchObject({
    id: response.headers.get('x-request-id'),
    ...{ method: 'POST', route: '/v1/chat/completions', model: FAKE_CHAT, status: 200 },
    ...{ error: null, key: null, prompt: null },
    ...{ promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens },
  });
  expect(streamed).toMatchObject({ status: 200, completionTokens: usage.completion_tokens });
  expect(failed).toMatchObject({ status: 404, error: 'model_not_found', model: null });
  expect(missing).toMatchObject({ route: '/nothing/here', error: 'route_not_found' });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const file = await readFile(join(folder, 'triptych.db'), 'latin1');
  expect(file).toContain(FAKE_CHAT);
  for (const secret of ['diary', 'secret']) expect(file).not.toContain(secret);
});

it('keeps what people write if it is told to, without pictures and keys', async () => {
  const { requests, chat } = openApi(keepPrompts(openGate));
  const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  expect((await chat('my diary', { seed: 1 })).status).toBe(200);
  await chat([{ type: 'text', text: 'look' }, picture]);
  const [looked, asked] = requests.read({ limit: 2 });
  expect(asked?.prompt).toBe('{"messages":[{"role":"user","content":"my diary"}]}');
  expect(looked?.prompt).toContain('look');
  expect(looked?.prompt).not.toContain('AAAA');
});

it('finds requests by the prompts that were kept, and only as long as they are', async () => {
  const { requests, chat } = openApi(keepPrompts(openGate));
  const find = (query: string, before?: number) =>
    requests
      .read({ limit: 9, query, ...(before !== undefined && { before }) })
      .map(({ prompt }) => /"content":"(.*?)"}/.exec(prompt ?? '')?.[1]);
  for (const content of ['my diary', 'a fox says "hi"', 'C:\\fox', '狐の嫁入り'])
    await chat(content);
  expect(find('FOX')).toHaveLength(2);
  expect(find('fox', 3)).toHaveLength(1);
  for (const [query, count] of [
    ...([
      ['"hi"', 1],
      ['C:\\fox', 1],
      ['狐', 1],
      ['狐の嫁', 1],
      ['diary my', 1],
    ] as const),
    ...([
      ['fox*', 0],
      ['NEAR(', 0],
      [' ', 0],
      ['x'.repeat(10_000), 0],
    ] as const),
  ])
    expect([query, find(query).length]).toEqual([query, count]);
  open({ keepDays: 1, now: () => Date.now() + 2 * DAY_MS });
  expect(find('fox')).toEqual([]);
  database.exec("INSERT INTO request_index (request_index, rank) VALUES ('integrity-check', 1)");
});

it('finds nothing where no prompts are kept', async () => {
  const { requests, chat } = openApi();
  await chat('my diary');
  expect(requests.read({ limit: 9 })).toHaveLength(1);
  expect(requests.read({ limit: 9, query: 'diary' })).toEqual([]);
  expect(requests.read({ limit: 9, query: 'completions' })).toEqual([]);
});

const entry = (startedAt: number, path = '/a'): RequestEntry => ({
  ...{ id: 'req', method: 'GET', path, startedAt, status: 200, ms: 1 },
});

it('forgets what is too old', () => {
  const now = 100 * DAY_MS;
  const requests = open({ keepDays: 2, now: () => now });
  for (const days of [97, 98.5, 99]) requests.write(entry(days * DAY_MS));
  expect(requests.read({ limit: 9 })).toHaveLength(3);
  requests.prune();
  expect(requests.read({ limit: 9 }).map(({ at }) => at / DAY_MS)).toEqual([99, 98.5]);
});

it('forgets the oldest if it is too much, also while requests come', () => {
  const requests = open({ maxBytes: 20_000 });
  const path = `/${'x'.repeat(150)}`;
  for (let at = 1; at <= 2000; at++) {
    requests.write(entry(Date.now() + at, path));
    if (at % 500 === 0) requests.read({ limit: 1 });
  }
  const kept = requests.read({ limit: 9999 });
  expect(kept.length).toBeGreaterThan(40);
  expect(kept.length).toBeLessThan(80);
  expect(kept[0]?.seq).toBe(2000);
  const none = open({ maxBytes: 0 });
  none.write(entry(1));
  expect(none.read({ limit: 1 })[0]?.seq).toBe(undefined);
});

it('writes what waits when it is closed, and prints it', () => {
  const requests = open();
  for (const path of ['/a', '/b', '/c']) requests.write(entry(Date.now(), path));
  requests.close();
  const print = (...args: string[]) =>
    runLogCommand(database, args)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { route: string }).route);
  expect(print('--limit', '2')).toEqual(['/c', '/b']);
  expect(print('--before', '2')).toEqual(['/a']);
  expect(() => print('--limit', 'all')).toThrow(/whole number/);
});
