import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { createKeyRing } from './keys.ts';
import { describeKeys } from './keys.contract.ts';
import { openKeys } from './open-keys.ts';

let folder: string;
let database: ServerDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-keys-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

describeKeys('a database', (now) =>
  openKeys({ queue: 'sqlite', database, log: () => undefined, now }),
);

it('never stores a key', async () => {
  const key = createKeyRing(database).create('laptop');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const file = await readFile(join(folder, 'triptych.db'), 'latin1');
  expect(file).toContain('laptop');
  expect(file).not.toContain(key.slice(-20));
});

it('lets a key in where nothing can be written', () => {
  const keys = createKeyRing(database);
  const key = keys.create('laptop');
  database.exec('PRAGMA query_only = ON');
  expect(() => keys.noteUse(keys.find(key) ?? { id: '' })).not.toThrow();
  expect(keys.find(key)).toMatchObject({ name: 'laptop' });
});

it('takes a key from before there were scopes as one for everything but administration', () => {
  const keys = createKeyRing(database);
  const key = keys.create('old');
  database.exec('UPDATE keys SET scopes = NULL, limits = NULL');
  expect(keys.find(key)).toMatchObject({
    scopes: ['chat', 'images', 'speech', 'studio'],
    limits: [],
  });
});
