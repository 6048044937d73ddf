import type { DBSchema } from 'idb';
import type { BatchStore, KeptEvent } from '../engine/studio/batch/batch-store.ts';
import { connectDatabase, type Connection } from './connection.ts';

interface BatchSchema extends DBSchema {
  kept: {
    key: [batchId: string, index: number];
    value: { batchId: string; index: number; keptAt: number; event: KeptEvent };
  };
}

/** Apart from what people make: it is here until it has been taken. Opened with the first use. */
export function connectBatchDatabase(name = 'triptych-batches'): Connection<BatchSchema> {
  return connectDatabase<BatchSchema>({
    name,
    version: 1,
    upgrade: (created) => void created.createObjectStore('kept', { keyPath: ['batchId', 'index'] }),
  });
}

/** All of a batch: no index comes after an array. */
const rowsOf = (batchId: string) => IDBKeyRange.bound([batchId], [batchId, []]);

/** Rows are those of this version: a batch does not outlive an update of the app by long. */
export function createBatchStore(
  database: Connection<BatchSchema>,
  now: () => number = Date.now,
): BatchStore {
  return {
    list: (batchId) =>
      database.use(async (db) => {
        const rows = await db.getAll('kept', rowsOf(batchId));
        return rows.map(({ event }) => event);
      }),
    append: (batchId, event) =>
      database.use(async (db) => {
        const transaction = db.transaction('kept', 'readwrite');
        const index = await transaction.store.count(rowsOf(batchId));
        await transaction.store.put({ batchId, index, keptAt: now(), event });
        await transaction.done;
      }),
    remove: (batchId) => database.use((db) => db.delete('kept', rowsOf(batchId))),
    removeBefore: (time) =>
      database.use(async (db) => {
        const transaction = db.transaction('kept', 'readwrite');
        const rows = await transaction.store.getAll();
        const recent = new Set(
          rows.filter(({ keptAt }) => keptAt >= time).map(({ batchId }) => batchId),
        );
        const old = new Set(rows.map(({ batchId }) => batchId).filter((id) => !recent.has(id)));
        await Promise.all([...old].map((id) => transaction.store.delete(rowsOf(id))));
        await transaction.done;
      }),
  };
}
