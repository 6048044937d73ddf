import { expect, it } from 'vitest';
import type { CompanionReport } from '../../engine/companion/companion-admin.ts';
import { createCompanionAdmin } from './create-companion-admin.ts';

const never = new AbortController().signal;
const REPORT: CompanionReport = {
  ...{ version: '1.2.3', uptimeSeconds: 5, engines: [], nodes: [], queue: null },
  requests: {
    ...{ running: 0, ended: 1, failed: 0, promptTokens: 2, completionTokens: 3, pictures: 0 },
    speechSeconds: 0.5,
  },
};
const KEY = {
  ...{ id: 'a1', name: 'app', scopes: ['chat'], limits: [], createdAt: 1 },
  ...{ expiresAt: null, revokedAt: null, lastUsedAt: null, isCurrent: false },
};

function connect(answer: (path: string) => unknown) {
  const asked: { line: string; key: string | null; body: unknown }[] = [];
  const admin = createCompanionAdmin({
    origin: 'http://companion.test/folder',
    apiKey: 'secret',
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      asked.push({
        line: `${request.method} ${pathname}${search}`,
        key: request.headers.get('authorization'),
        body: text && (JSON.parse(text) as unknown),
      });
      const said = answer(pathname);
      return said instanceof Response ? said : Response.json(said);
    },
  });
  return { admin, asked };
}

it('asks each route with the key, and gives what it answers', async () => {
  const { admin, asked } = connect((path) => {
    if (path.endsWith('/state')) return REPORT;
    if (path.endsWith('/requests')) return { requests: [] };
    if (path.endsWith('/cancel')) return { jobId: 'j/1', status: 'cancelled' };
    if (path.endsWith('/revoke')) return KEY;
    return { ...KEY, key: 'tk_a1_x', keys: [KEY] };
  });
  expect(await admin.readReport(never)).toEqual(REPORT);
  expect(await admin.listRequests(never)).toEqual([]);
  expect(await admin.listKeys(never)).toEqual([KEY]);
  const wanted = { name: 'app', scopes: ['chat' as const], limits: [] };
  expect(await admin.createKey(wanted, never)).toBe('tk_a1_x');
  await admin.revokeKey('a1', never);
  await admin.cancelJob('j/1', never);
  expect(asked.map(({ line }) => line)).toEqual([
    'GET /folder/admin/state',
    'GET /folder/admin/requests?limit=100',
    'GET /folder/admin/keys',
    'POST /folder/admin/keys',
    'POST /folder/admin/keys/a1/revoke',
    'POST /folder/admin/jobs/j%2F1/cancel',
  ]);
  expect(asked[3]?.body).toEqual(wanted);
  expect(new Set(asked.map(({ key }) => key))).toEqual(new Set(['Bearer secret']));
});

const refuse = (code: string, status: number) => () =>
  Response.json({ error: 'No.', code, details: {} }, { status });

it.each([
  ['companion_key_refused', refuse('key_not_valid', 401)],
  ['companion_scope_missing', refuse('scope_missing', 403)],
  ['companion_unreachable', refuse('shutting_down', 503)],
  // An older server.
  ['invalid_request', refuse('route_not_found', 404)],
  ['invalid_output', () => ({ version: 5 })],
  [
    'companion_unreachable',
    () => {
      throw new TypeError('Failed to fetch');
    },
  ],
])('says what is wrong: %s', async (code, answer) => {
  await expect(connect(answer).admin.readReport(never)).rejects.toMatchObject({ code });
});

it('can be told to stop', async () => {
  const asked = connect(() => REPORT).admin.readReport(AbortSignal.abort());
  await expect(asked).rejects.toMatchObject({ code: 'aborted' });
});
