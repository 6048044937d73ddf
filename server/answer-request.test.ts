import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { expect, it } from 'vitest';
import { startFakeApi } from '../src/api/fakes/ask.fixture.ts';
import { createFakeServices } from '../src/api/fakes/fake-services.fixture.ts';
import { createAnswer } from './answer-request.ts';
import { currentRequestId } from './log/request-id.ts';

const SITE = 'https://app.example.org';

function open({ origins = [SITE], isDraining = false } = {}) {
  const answer = createAnswer({
    api: startFakeApi().api,
    studio: {
      fetch: () =>
        new Response('studio', { headers: { 'Content-Security-Policy': "default-src 'self'" } }),
    },
    names: ['studio.test'],
    origins,
    isDraining: () => isDraining,
    drainSeconds: 7,
  });
  return async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    answer(
      new Request(`http://studio.test${path}`, {
        method,
        headers: { host: 'studio.test', ...headers },
      }),
    );
}

it('lets pages of the named sites ask, and read what the answer says', async () => {
  const ask = open();
  const asked = await ask('/v1/models', { origin: SITE });
  expect(asked.status).toBe(200);
  expect(asked.headers.get('access-control-allow-origin')).toBe(SITE);
  expect(asked.headers.get('access-control-expose-headers')).toContain('X-RateLimit-Reset-Tokens');
  expect(asked.headers.get('vary')).toContain('Origin');
  const may = await ask(
    '/v1/chat/completions',
    {
      origin: SITE,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, x-stainless-lang',
    },
    'OPTIONS',
  );
  expect(may.status).toBe(204);
  expect(may.headers.get('access-control-allow-origin')).toBe(SITE);
  expect(may.headers.get('access-control-allow-headers')).toBe('authorization,x-stainless-lang');
  expect(may.headers.get('access-control-allow-credentials')).toBe(null);
});

it.each(['https://example.org', 'http://app.example.org', `${SITE}.evil.test`, 'null'])(
  'refuses pages of %s, also their questions whether they may',
  async (origin) => {
    const ask = open();
    for (const method of ['GET', 'OPTIONS']) {
      const refused = await ask('/v1/models', { origin }, method);
      expect(refused.status).toBe(403);
      // The refusal is all that it may read: it says what would let the page in.
      expect(refused.headers.get('access-control-allow-origin')).toBe('*');
      expect(await refused.text()).toContain('TRIPTYCH_ORIGINS');
      expect(refused.headers.get('x-request-id')).toMatch(/^req_/);
    }
    expect((await open({ origins: [] })('/v1/models', { origin: SITE })).status).toBe(403);
    expect((await open({ origins: ['*'] })('/v1/models', { origin })).status).toBe(200);
  },
);

it('protects everything it sends', async () => {
  const ask = open();
  const draining = open({ isDraining: true });
  const answers = {
    api: await ask('/v1/models'),
    none: await ask('/v1/none'),
    docs: await ask('/docs'),
    studio: await ask('/', { accept: 'text/html' }),
    refused: await ask('/v1/models', { origin: 'https://example.org' }),
    draining: await draining('/v1/models'),
  };
  for (const { headers } of Object.values(answers)) {
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBe(null);
  }
  const policyOf = ({ headers }: Response) => headers.get('content-security-policy');
  const nothing = "default-src 'none'; frame-ancestors 'none'; sandbox";
  for (const name of ['api', 'none', 'refused', 'draining'] as const)
    expect(policyOf(answers[name])).toBe(nothing);
  expect(policyOf(answers.docs)).toMatch(/^default-src 'none'; script-src 'self'/);
  expect(policyOf(answers.studio)).toBe("default-src 'self'");
  expect([answers.draining.status, answers.draining.headers.get('retry-after')]).toEqual([
    503,
    '7',
  ]);
});

it('does all that a request asks for in its name', async () => {
  const ids: unknown[] = [];
  const services = createFakeServices();
  const { api } = startFakeApi(
    {},
    {
      ...services,
      listModels() {
        ids.push(currentRequestId());
        return services.listModels();
      },
    },
  );
  const parts = { api, studio: { fetch: () => new Response() }, names: [], origins: [] };
  const fetchHere = createAnswer({ ...parts, isDraining: () => false, drainSeconds: 1 });
  const server = serve({ fetch: fetchHere, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/models`;
  const own = await fetch(url, { headers: { 'x-request-id': 'mine' } });
  const made = await fetch(url);
  expect(ids).toEqual(['mine', made.headers.get('x-request-id')]);
  expect(own.headers.get('x-request-id')).toBe('mine');
  server.close();
});
