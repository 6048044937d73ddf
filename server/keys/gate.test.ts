import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeApi } from '../../src/api/fakes/ask.fixture.ts';
import { openCounters } from '../limits/counters.ts';
import { createMeter } from '../limits/meter.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { createGate, type GateOptions } from './gate.ts';
import { createKeyRing, type KeyOptions, type KeyRing } from './keys.ts';

let folder: string;
let database: ServerDatabase;
let keys: KeyRing;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-gate-'));
  database = openDatabase(folder);
  keys = createKeyRing(database);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function open(options: Partial<GateOptions> = {}) {
  const counters = await openCounters({ queue: 'sqlite', database, log: () => undefined });
  const meter = createMeter(counters);
  const gate = createGate({ keys, meter, isKeyRequired: true, isAdminOpen: false, ...options });
  const api = startFakeApi({ gate });
  const ask = (key: string | undefined, path: string, body?: object) =>
    api.api.request(path, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { authorization: `Bearer ${key}` }),
      },
    });
  return { ...api, ask };
}

const CHAT = '/v1/chat/completions';
const question = { messages: [{ role: 'user', content: 'a b c' }] };
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('who may', () => {
  it('wants a key for all but what says nothing of anyone’s work', async () => {
    const { ask } = await open();
    const key = keys.create('laptop');
    for (const wrong of [undefined, 'nothing', `${key}x`]) {
      const refused = await ask(wrong, '/v1/models');
      expect([refused.status, await codeOf(refused)]).toEqual([401, 'invalid_api_key']);
      expect(refused.headers.get('x-request-id')).toMatch(/^req_/);
    }
    for (const path of ['/health', '/openapi.json', '/docs', '/'])
      expect((await ask(undefined, path)).status).toBe(200);
    expect((await ask(undefined, '/jobs')).status).toBe(401);
    expect((await ask(key, '/v1/models')).status).toBe(200);
    expect((await ask(key, CHAT, question)).status).toBe(200);
  });

  it('refuses what a key has no scope for, however its path is written', async () => {
    const { ask } = await open();
    const key = keys.create('reader', { scopes: ['speech'] });
    for (const path of [CHAT, '/v1/%63hat/completions', '/v1/images/generations', '/generate']) {
      const refused = await ask(key, path, question);
      expect(refused.status).toBe(403);
    }
    const refused = await ask(key, CHAT, question);
    expect(await refused.json()).toMatchObject({
      error: {
        type: 'invalid_request_error',
        code: 'scope_missing',
        details: { scope: 'chat' },
      },
    });
    expect((await ask(key, '/jobs/none')).status).toBe(403);
    expect((await ask(key, '/v1/audio/voices')).status).toBe(200);
    expect((await ask(key, '/v1/models/fake/chat')).status).toBe(200);
    expect((await ask(key, '/v1/none')).status).toBe(404);
  });

  it('heeds a known key where none is needed, and no other', async () => {
    const { ask, ended } = await open({ isKeyRequired: false });
    const key = keys.create('reader', { scopes: ['speech'] });
    expect((await ask(key, CHAT, question)).status).toBe(403);
    expect((await ask('sk-none', CHAT, question)).status).toBe(200);
    expect((await ask(undefined, CHAT, question)).status).toBe(200);
    expect(ended.map(({ keyName }) => keyName)).toEqual(['reader', undefined, undefined]);
  });
});

describe('how much', () => {
  const create = (...limits: NonNullable<KeyOptions['limits']>) => keys.create('app', { limits });

  it('counts requests for work, and tells what is left as OpenAI does', async () => {
    const { ask } = await open();
    const key = create({ unit: 'requests', amount: 2, per: 'minute' });
    const answers: Response[] = [];
    for (let count = 0; count < 3; count++) answers.push(await ask(key, CHAT, question));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    const rest = answers.map(({ headers }) => headers.get('x-ratelimit-remaining-requests'));
    expect(rest).toEqual(['1', '0', '0']);
    const [, , refused] = answers;
    expect(refused?.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(refused?.headers.get('x-ratelimit-reset-requests')).toMatch(/^(1m0|5\d)s$/);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await refused?.json()).toMatchObject({
      error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    });
    expect((await ask(key, '/v1/models')).status).toBe(200);
  });

  it('counts the tokens that were used, streamed or not, and gives back what was not', async () => {
    const { ask, ended } = await open();
    const key = create({ unit: 'tokens', amount: 1000, per: 'day' });
    const left = async (more: object) => {
      const response = await ask(key, CHAT, { ...question, ...more });
      await response.text();
      return Number(response.headers.get('x-ratelimit-remaining-tokens'));
    };
    // Of what it may use, it is told before it has used anything.
    expect(await left({ max_tokens: 900 })).toBeLessThan(100);
    const countUsed = () =>
      ended.reduce((sum, each) => sum + (each.promptTokens ?? 0) + (each.completionTokens ?? 0), 0);
    const used = countUsed();
    expect(used).toBeGreaterThan(0);
    await left({ stream: true });
    expect(1000 - countUsed() - (await left({}))).toBeLessThan(10);
    const tooLarge = await ask(key, CHAT, { ...question, max_tokens: 2000 });
    expect([tooLarge.status, tooLarge.headers.get('x-should-retry')]).toEqual([429, 'false']);
  });

  it('counts pictures when they are asked for, so that many at once do not slip through', async () => {
    const { ask } = await open();
    const key = create({ unit: 'pictures', amount: 4, per: 'day' });
    const drawing = { prompt: 'a fox', size: '64x64' };
    const all = await Promise.all(
      Array.from({ length: 4 }, () => ask(key, '/v1/images/generations', { ...drawing, n: 2 })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
    expect((await ask(key, '/generate', drawing)).status).toBe(429);
    expect((await ask(key, '/generate/async', drawing)).status).toBe(429);
    // Other work of the same key goes on.
    expect((await ask(key, CHAT, question)).status).toBe(200);
  });

  it('counts jobs by the pictures they are to draw', async () => {
    const { ask } = await open();
    const key = create({ unit: 'pictures', amount: 10, per: 'day' });
    const batch = { prompt: 'a fox', sizes: ['favicon', { name: 'a', width: 64, height: 64 }] };
    const accepted = await ask(key, '/generate/batch-sizes', batch);
    expect(accepted.status).toBe(202);
    expect(accepted.headers.get('x-ratelimit-remaining-pictures')).toBe('4');
    expect((await ask(key, '/generate/batch-sizes', batch)).status).toBe(429);
    expect((await ask(key, '/generate/async', { prompt: 'a fox' })).status).toBe(202);
  });

  it('counts seconds of speech', async () => {
    const { ask, ended } = await open();
    const key = create({ unit: 'speech-seconds', amount: 100, per: 'day' });
    const speak = async (input: string) => {
      const response = await ask(key, '/v1/audio/speech', { input, response_format: 'wav' });
      await response.arrayBuffer();
      return response;
    };
    expect((await speak('a'.repeat(1600))).status).toBe(429);
    expect((await speak('One. Two.')).status).toBe(200);
    const seconds = Math.ceil(ended.at(-1)?.speechSeconds ?? 0);
    const { headers } = await speak('One.');
    expect(Number(headers.get('x-ratelimit-remaining-speech-seconds'))).toBe(100 - seconds - 1);
  });

  it('takes nothing for what failed', async () => {
    const { ask } = await open();
    const key = create({ unit: 'tokens', amount: 100, per: 'day' });
    const failed = await ask(key, CHAT, { ...question, model: 'none', max_tokens: 90 });
    expect(failed.status).toBe(404);
    expect((await ask(key, CHAT, { ...question, max_tokens: 80 })).status).toBe(200);
  });

  it('does not forget a day when the server starts again', async () => {
    const key = create(
      { unit: 'requests', amount: 1, per: 'day' },
      { unit: 'tokens', amount: 1e6, per: 'minute' },
    );
    const first = await open();
    expect((await first.ask(key, CHAT, question)).status).toBe(200);
    database.close();
    database = openDatabase(folder);
    keys = createKeyRing(database);
    const second = await open();
    const refused = await second.ask(key, CHAT, question);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-reset-requests')).toMatch(/^(24h0m0|23h59m\d+)s$/);
    // Clients that wait for what they are told would wait until tomorrow.
    expect(refused.headers.get('x-should-retry')).toBe('false');
  });
});
