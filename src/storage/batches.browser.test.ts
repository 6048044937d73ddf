import { deleteDB } from 'idb';
import { afterEach } from 'vitest';
import { describeBatchStore } from '../engine/studio/batch/batch-store.contract.ts';
import { connectBatchDatabase, createBatchStore } from './batches.ts';

const opened: { name: string; close(): void }[] = [];

afterEach(async () => {
  for (const { name, close } of opened.splice(0)) {
    close();
    await deleteDB(name);
  }
});

describeBatchStore('the browser', async (now) => {
  const name = `test-${crypto.randomUUID()}`;
  const database = connectBatchDatabase(name);
  opened.push({ name, close: database.close });
  return createBatchStore(database, now);
});
