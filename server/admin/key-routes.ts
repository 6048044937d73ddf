import { z } from '@hono/zod-openapi';
import {
  keyListSchema,
  keyRequestSchema,
  keySchema,
  newKeySchema,
} from '../../src/api/admin/key-schema.ts';
import { addRoute, type ApiApp } from '../../src/api/http/add-route.ts';
import { ApiError } from '../../src/api/http/api-error.ts';
import type { KeyRecord, KeyRing } from '../keys/keys.ts';
import { readKey } from '../keys/read-key.ts';

const DAY_MS = 86_400_000;

/** `/admin/keys` and all below it. */
export function addKeyRoutes(app: ApiApp, keys: KeyRing): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/admin/keys',
      tag: 'Admin',
      summary: 'Lists keys, also those that were revoked',
      answers: { 200: { description: 'Keys', content: { 'application/json': keyListSchema } } },
    },
    ({ request, answerJson }) =>
      answerJson({ keys: keys.list().map((key) => describeKey(key, request)) }),
  );
  addRoute(
    app,
    {
      method: 'post',
      path: '/admin/keys',
      tag: 'Admin',
      summary: 'Makes a key, which is shown this once',
      body: keyRequestSchema,
      answers: { 201: { description: 'The key', content: { 'application/json': newKeySchema } } },
    },
    ({ body, request, answerJson }) => {
      const { key, record } = createKey(keys, body);
      const answer = answerJson({ ...describeKey(record, request), key }, 201);
      answer.headers.set('Cache-Control', 'no-store');
      return answer;
    },
  );
  addRoute(
    app,
    {
      method: 'post',
      path: '/admin/keys/{id}/revoke',
      tag: 'Admin',
      summary: 'Ends a key at once',
      params: z.object({ id: z.string().min(1).max(64) }),
      answers: { 200: { description: 'The key', content: { 'application/json': keySchema } } },
    },
    ({ params: { id }, request, answerJson }) => {
      find(keys, id);
      keys.revoke(id);
      return answerJson(describeKey(find(keys, id), request));
    },
  );
}

function createKey(
  keys: KeyRing,
  { name, scopes, limits, expiresInDays }: z.output<typeof keyRequestSchema>,
): { key: string; record: KeyRecord } {
  const key = keys.create(name, {
    ...(scopes && { scopes }),
    ...(limits && { limits }),
    ...(expiresInDays !== undefined && {
      expiresAt: Math.round(Date.now() + expiresInDays * DAY_MS),
    }),
  });
  return { key, record: find(keys, idOf(key) ?? '') };
}

function find(keys: KeyRing, id: string): KeyRecord {
  const record = keys.list().find((key) => key.id === id);
  if (record) return record;
  throw new ApiError('key_not_found', `There is no key ${id}.`);
}

function describeKey(
  { id, name, scopes, limits, createdAt, ...times }: KeyRecord,
  request: Request,
): z.output<typeof keySchema> {
  return {
    ...{ id, name, createdAt },
    ...{ scopes: [...scopes], limits: [...limits] },
    expiresAt: times.expiresAt ?? null,
    revokedAt: times.revokedAt ?? null,
    lastUsedAt: times.lastUsedAt ?? null,
    isCurrent: idOf(readKey(request) ?? '') === id,
  };
}

/** Of a key as it is written, whether it is a right one or not. */
function idOf(key: string): string | undefined {
  return /^tk_([0-9a-f]{12})_/.exec(key)?.[1];
}
