import type { DBSchema, StoreNames } from 'idb';
import { connectBulkDatabase } from './bulk/bulk-files.ts';
import type { Connection } from './connection.ts';
import type { TriptychDatabase } from './database.ts';
import { connectStudioDatabase } from './studio/studio-projects.ts';

/** What people make, by the screens that they make it on; `lists` are those of Bulk. */
export type MadeKind = 'conversations' | 'pictures' | 'sets' | 'lists' | 'readings';

/** How many bytes of each kind there are; the browser stores them in somewhat more or less. */
export async function measureKinds(database: TriptychDatabase): Promise<Record<MadeKind, number>> {
  return {
    conversations: await measureStores(database, [
      'conversations',
      'messages',
      'conversationTexts',
    ]),
    pictures: await measureStores(database, ['pictures', 'pictureFiles', 'promptVectors']),
    sets: await measureAlone(connectStudioDatabase(), ['projects', 'files']),
    lists: await measureAlone(connectBulkDatabase(), ['items', 'sources', 'made']),
    readings: await measureStores(database, ['readings', 'readingPieces']),
  };
}

/** Nobody else needs the connection. */
async function measureAlone<Schema extends DBSchema>(
  database: Connection<Schema>,
  names: readonly StoreNames<Schema>[],
): Promise<number> {
  try {
    return await measureStores(database, names);
  } finally {
    database.close();
  }
}

/** So many rows at once: whoever writes meanwhile need not wait for all. */
const ROWS_AT_ONCE = 100;

async function measureStores<Schema extends DBSchema>(
  database: Connection<Schema>,
  names: readonly StoreNames<Schema>[],
): Promise<number> {
  let bytes = 0;
  for (const name of names) {
    let range: IDBKeyRange | undefined;
    for (;;) {
      const [rows, keys] = await database.use((db) => {
        const { store } = db.transaction(name);
        return Promise.all([
          store.getAll(range, ROWS_AT_ONCE),
          store.getAllKeys(range, ROWS_AT_ONCE),
        ]);
      });
      bytes += countBytes(rows);
      const last = keys.at(-1);
      if (last === undefined || keys.length < ROWS_AT_ONCE) break;
      range = IDBKeyRange.lowerBound(last, true);
    }
  }
  return bytes;
}

const NUMBER_BYTES = 8;

/** Texts by their characters, files by their size, which needs no reading. */
export function countBytes(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Blob) return value.size;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return NUMBER_BYTES;
  let bytes = 0;
  for (const [name, each] of Object.entries(value))
    bytes += (Array.isArray(value) ? 0 : name.length) + countBytes(each);
  return bytes;
}
