import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openDatabase, type ServerDatabase } from '../../store/database.ts';
import { describeLeasedJobStore } from '../leased-job-store.contract.ts';
import { createSqliteJobStore } from './sqlite-job-store.ts';

const opened: { folder: string; database: ServerDatabase }[] = [];
afterAll(async () => {
  for (const { folder, database } of opened) {
    database.close();
    await rm(folder, { recursive: true });
  }
});

describeLeasedJobStore('SQLite', async (options) => {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-jobs-'));
  const database = openDatabase(folder);
  opened.push({ folder, database });
  return createSqliteJobStore(database, options);
});
