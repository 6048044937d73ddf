import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from '../config.ts';
import { openServer } from '../open-server.ts';
import { openDatabase } from '../store/database.ts';
import { createKeyRing } from './keys.ts';

it('does not start without a key where one is wanted, and answers only who has one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-require-'));
  const settings = readSettings({
    TRIPTYCH_PORT: '0',
    TRIPTYCH_MODELS: '',
    TRIPTYCH_DATA: folder,
    TRIPTYCH_REQUIRE_KEY: 'true',
  });
  const open = () => openServer(settings, () => undefined);
  await expect(open()).rejects.toThrow(/keys create NAME/);

  const database = openDatabase(folder);
  const keys = createKeyRing(database);
  const key = keys.create('laptop');
  const server = await open();
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers });
  const withKey = { authorization: `Bearer ${key}` };
  const refused = await ask('/v1/models');
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({
    error: { code: 'invalid_api_key', type: 'invalid_request_error' },
  });
  expect((await ask('/jobs')).status).toBe(401);
  expect((await ask('/v1/models', withKey)).status).toBe(200);
  expect((await ask('/health')).status).toBe(200);
  keys.revoke('laptop');
  expect((await ask('/v1/models', withKey)).status).toBe(401);
  database.close();
  await server.close();
  await rm(folder, { recursive: true });
});
