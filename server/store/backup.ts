import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'libsql';
import { databasePath } from './database.ts';

/**
 * Copies a folder's database into a file, as it is at one moment, while others go on writing. Whole or
 * not at all; only its owner may read it, for it holds what people asked for. Throws an Error of one
 * sentence.
 */
export function backUp(folder: string, target: string): void {
  const source = databasePath(folder);
  const file = resolve(target);
  const part = `${file}.part`;
  if (!existsSync(source)) throw new Error(`There is no database in ${folder} to back up.`);
  if (existsSync(file)) throw new Error(`${file} exists already. Name another file.`);
  rmSync(part, { force: true });
  const mask = process.umask(0o077);
  try {
    copy(source, part);
    chmodSync(part, 0o600);
    renameSync(part, file);
  } catch (thrown) {
    rmSync(part, { force: true });
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`The backup could not be written to ${file}: ${reason}.`, { cause: thrown });
  } finally {
    process.umask(mask);
  }
}

/** SQLite's own way: one read transaction, which no writer waits for. */
function copy(source: string, target: string): void {
  const database = new Database(source, { readonly: true });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
  const copied = new Database(target);
  try {
    const { integrity_check: verdict } = copied.prepare('PRAGMA integrity_check').get() as {
      integrity_check: string;
    };
    if (verdict !== 'ok') throw new Error(`the copy is damaged (${verdict})`);
  } finally {
    copied.close();
  }
}
