import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { MIGRATIONS } from './migrations.ts';

/** What the server keeps, in one file that several processes of one machine may open. */
export type ServerDatabase = Database.Database;

/** How long a statement waits for another process that writes. */
const BUSY_MS = 10_000;

export function databasePath(folder: string): string {
  return join(folder, 'triptych.db');
}

/** The database of a folder, brought up to date. Throws an Error of one sentence if it is newer. */
export function openDatabase(folder: string): ServerDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = databasePath(folder);
  const database = new Database(path);
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  database.exec('PRAGMA journal_mode = WAL');
  // A commit survives the end of this process; only a power cut may take the last ones.
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec('PRAGMA foreign_keys = ON');
  migrate(database, path);
  return database;
}

/** Runs what is missing, each step once, also where several processes start at the same time. */
function migrate(database: ServerDatabase, path: string): void {
  runAtOnce(database, () => {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (version > MIGRATIONS.length)
      throw new Error(
        `${path} was written by a newer Triptych. Update this one, or set TRIPTYCH_DATA to another folder.`,
      );
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** All of it or nothing. Takes the right to write first, so that what was read stays true. */
export function runAtOnce<R>(database: ServerDatabase, work: () => R): R {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (thrown) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}
