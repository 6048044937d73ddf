import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeyRing } from '../keys/keys.ts';
import { backUp } from './backup.ts';
import { openDatabase } from './database.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'triptych-backup-'))));
afterEach(() => rm(folder, { recursive: true }));

/**
 * Two rows at a time, which belong together, in a process of its own, as a server writes; says how
 * many there are.
 */
const WRITER = `
  import Database from 'libsql';
  const database = new Database(process.argv[1]);
  database.exec('PRAGMA busy_timeout = 10000');
  const add = database.prepare('INSERT INTO pairs (number, filler) VALUES (?, ?)');
  for (let number = 0; ; number++) {
    database.exec('BEGIN IMMEDIATE');
    add.run(number, 'x'.repeat(2000));
    add.run(-number, 'x'.repeat(2000));
    database.exec('COMMIT');
    if (number % 100 === 0) {
      process.stdout.write(number + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
`;

async function startWriter(path: string): Promise<{ next(): Promise<number>; stop(): void }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => Number((await lines.next()).value);
  await next();
  return { next, stop: () => child.kill('SIGKILL') };
}

it('copies one moment while a server writes, from which another one starts', async () => {
  const database = openDatabase(folder);
  const key = createKeyRing(database).create('laptop');
  database.exec('CREATE TABLE pairs (number INTEGER, filler TEXT)');
  database.close();
  const writer = await startWriter(join(folder, 'triptych.db'));
  const copies = ['a.db', 'b.db', 'c.db'].map((name) => join(folder, name));
  const written: number[] = [];
  for (const copy of copies) {
    written.push(await writer.next());
    backUp(folder, copy);
  }
  // It was not held up.
  expect(await writer.next()).toBeGreaterThan(written.at(-1) ?? Infinity);
  writer.stop();
  for (const [index, copy] of copies.entries()) {
    const restored = join(folder, String(index));
    await mkdir(restored);
    await copyFile(copy, join(restored, 'triptych.db'));
    const opened = openDatabase(restored);
    const { pairs, sum, most } = opened
      .prepare('SELECT count(*) AS pairs, sum(number) AS sum, max(number) AS most FROM pairs')
      .get() as { pairs: number; sum: number; most: number };
    expect([pairs, sum]).toEqual([2 * (most + 1), 0]);
    expect(most).toBeGreaterThanOrEqual(written[index] ?? Infinity);
    expect(createKeyRing(opened).find(key)).toMatchObject({ name: 'laptop' });
    opened.close();
  }
});

it('is for its owner alone, and leaves nothing half behind', async () => {
  openDatabase(folder).close();
  const copy = join(folder, 'copy.db');
  backUp(folder, copy);
  if (process.platform !== 'win32') expect((await stat(copy)).mode & 0o777).toBe(0o600);
  expect(() => backUp(folder, copy)).toThrow(/exists already/);
  expect(() => backUp(join(folder, 'none'), join(folder, 'x'))).toThrow(/no database/);
  expect(() => backUp(folder, join(folder, 'no/such/folder'))).toThrow(/could not be written/);
  await mkdir(join(folder, 'broken'));
  await writeFile(join(folder, 'broken', 'triptych.db'), 'not a database'.repeat(100));
  expect(() => backUp(join(folder, 'broken'), join(folder, 'y'))).toThrow(/could not be written/);
  expect((await readdir(folder)).filter((name) => /part|^[xy]/.test(name))).toEqual([]);
});
