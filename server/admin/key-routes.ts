import { z } from '@hono/zod-openapi';
import {
  keyListSchema,
  keyRequestSchema,
  keySchema,
  newKeySchema,
} from '../../src/api/admin/key-schema.ts';
import { addRoute, type ApiApp } from '../../src/api/http/add-route.ts';
import { ApiError } from '../../src/api/http/api-error.ts';
import { readKeyId } from '../keys/key-secret.ts';
import type { KeyRecord, SharedKeyRing } from '../keys/keys.ts';
import { readKey } from '../keys/read-key.ts';

const DAY_MS = 86_400_000;

/** `/admin/keys` and all below it. */
export function addKeyRoutes(app: ApiApp, keys: SharedKeyRing): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/admin/keys',
      tag: 'Admin',
      summary: 'Lists keys, also those that were revoked',
      answers: { 200: { description: 'Keys', content: { 'application/json': keyListSchema } } },
    },
    async ({ request, answerJson }) =>
      answerJson({ keys: (await keys.list()).map((key) => describeKey(key, request)) }),
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
    async ({ body, request, answerJson }) => {
      const { key, record } = await createKey(keys, body);
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
    async ({ params: { id }, request, answerJson }) => {
      await find(keys, id);
      await keys.revoke(id);
      return answerJson(describeKey(await find(keys, id), request));
    },
  );
}

async function createKey(
  keys: SharedKeyRing,
  { name, scopes, limits, expiresInDays }: z.output<typeof keyRequestSchema>,
): Promise<{ key: string; record: KeyRecord }> {
  const key = await keys.create(name, {
    ...(scopes && { scopes }),
    ...(limits && { limits }),
    ...(expiresInDays !== undefined && {
      expiresAt: Math.round(Date.now() + expiresInDays * DAY_MS),
    }),
  });
  return { key, record: await find(keys, readKeyId(key) ?? '') };
}

async function find(keys: SharedKeyRing, id: string): Promise<KeyRecord> {
  const record = (await keys.list()).find((key) => key.id === id);
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
    isCurrent: readKeyId(readKey(request) ?? '') === id,
  };
}
