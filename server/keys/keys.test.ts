import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { runKeysCommand } from './keys-command.ts';
import { createKeyRing, type KeyRing } from './keys.ts';

let folder: string;
let database: ServerDatabase;
let keys: KeyRing;
let time: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-keys-'));
  database = openDatabase(folder);
  time = Date.UTC(2026, 0, 1);
  keys = createKeyRing(database, () => time);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

it('knows its keys, and no others', () => {
  expect(keys.hasUsable()).toBe(false);
  const key = keys.create('laptop');
  expect(keys.hasUsable()).toBe(true);
  expect(keys.find(key)).toMatchObject({ name: 'laptop' });
  const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  for (const other of [wrong, '', 'tk_', `${key}x`, key.toUpperCase()])
    expect(keys.find(other)).toBeUndefined();
});

it('never stores a key', async () => {
  const key = keys.create('laptop');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const file = await readFile(join(folder, 'triptych.db'), 'latin1');
  expect(file).toContain('laptop');
  expect(file).not.toContain(key.slice(-20));
});

it('ends keys by time and by hand', () => {
  const short = keys.create('short', { expiresAt: time + 1000 });
  const long = keys.create('long');
  time += 1001;
  expect([keys.find(short), keys.find(long)?.name]).toEqual([undefined, 'long']);
  expect([keys.revoke('long'), keys.revoke('long')]).toEqual([1, 0]);
  expect(keys.find(long)).toBeUndefined();
  expect(keys.hasUsable()).toBe(false);
});

it('notes when a key was used, to the minute', () => {
  const key = keys.create('laptop');
  const use = () => keys.noteUse(keys.find(key) ?? { id: '' });
  const lastUsedAt = () => keys.list()[0]?.lastUsedAt;
  expect(lastUsedAt()).toBeUndefined();
  const begin = (time += 5000);
  use();
  time += 59_000;
  use();
  expect(lastUsedAt()).toBe(begin);
  time += 1000;
  use();
  expect(lastUsedAt()).toBe(begin + 60_000);
  expect(runKeysCommand(keys, ['list'])).toContain('last used 2026-01-01');
});

it('lets a key in where nothing can be written', () => {
  const key = keys.create('laptop');
  database.exec('PRAGMA query_only = ON');
  expect(() => keys.noteUse(keys.find(key) ?? { id: '' })).not.toThrow();
  expect(keys.find(key)).toMatchObject({ name: 'laptop' });
});

it('is managed by commands', () => {
  const key = runKeysCommand(keys, ['create', 'phone', '--days', '30']);
  expect(keys.find(key)).toMatchObject({ name: 'phone' });
  expect(runKeysCommand(keys, ['list'])).toMatch(/phone .*expires/);
  expect(runKeysCommand(keys, ['list'])).not.toContain(key.slice(-20));
  expect(runKeysCommand(keys, ['revoke', 'phone'])).toMatch(/no longer/);
  for (const args of [[], ['create'], ['create', 'x', '--days', '-1'], ['revoke', 'nobody']])
    expect(() => runKeysCommand(keys, args)).toThrow();
});

it('keeps what a key may be used for, and how much', () => {
  const limits = ['--limit', 'tokens=5000/day,requests=10/minute', '--limit', 'pictures=3/day'];
  const key = runKeysCommand(keys, ['create', 'app', '--scope', 'chat,images', ...limits]);
  expect(keys.find(key)).toMatchObject({
    scopes: ['chat', 'images'],
    limits: [
      { unit: 'tokens', amount: 5000, per: 'day' },
      { unit: 'requests', amount: 10, per: 'minute' },
      { unit: 'pictures', amount: 3, per: 'day' },
    ],
  });
  expect(runKeysCommand(keys, ['list'])).toContain(
    'chat,images  tokens=5000/day requests=10/minute pictures=3/day',
  );
  for (const wrong of ['tokens', 'tokens=0/day', 'tokens=5/year', 'cats=1/day', 'tokens=-1/day'])
    expect(() => runKeysCommand(keys, ['create', 'x', '--limit', wrong])).toThrow(/not a limit/);
  expect(() => runKeysCommand(keys, ['create', 'x', '--scope', 'all'])).toThrow(/no scope "all"/);
  const twice = ['--limit', 'tokens=1/day', '--limit', 'tokens=2/day'];
  expect(() => runKeysCommand(keys, ['create', 'x', ...twice])).toThrow(/twice/);
});

it('takes a key from before there were scopes as one for everything but administration', () => {
  const key = keys.create('old');
  database.exec('UPDATE keys SET scopes = NULL, limits = NULL');
  expect(keys.find(key)).toMatchObject({
    scopes: ['chat', 'images', 'speech', 'studio'],
    limits: [],
  });
});
