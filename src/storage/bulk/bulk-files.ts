import type { DBSchema } from 'idb';
import { bulkItemSchema, type BulkItem, type Outcome } from '../../engine/bulk/bulk-item.ts';
import { EngineError } from '../../engine/errors.ts';
import { connectDatabase, type Connection } from '../connection.ts';

/** A picture of a list with its file. */
export interface AddedPicture {
  item: BulkItem;
  file: Blob;
}

/** The pictures of one list and what was made of them, on the disk and not in memory. */
export interface BulkFiles {
  /** In their order. */
  list(): Promise<BulkItem[]>;
  /** Throws `storage_full`. */
  add(pictures: readonly AddedPicture[]): Promise<void>;
  read(id: string): Promise<BulkItem | undefined>;
  /** Keeps what is known of a picture of the list. Throws `storage_full`. */
  update(item: BulkItem): Promise<void>;
  /** The file that was added. Throws `storage_unavailable` if it is not here any more. */
  readSource(id: string): Promise<Blob>;
  /**
   * Keeps what became of a picture; its files take the place of those that were made before. Throws
   * `storage_full`.
   */
  saveOutcome(item: BulkItem, made: readonly Blob[]): Promise<void>;
  /** The same from another tab: not for a picture that was taken out, and nothing else changes. */
  addOutcome(id: string, outcome: Outcome, made: readonly Blob[]): Promise<void>;
  /** What was made of a picture, in the order of its outcome's files. */
  readMade(id: string): Promise<Blob[]>;
  remove(ids: readonly string[]): Promise<void>;
}

interface BulkSchema extends DBSchema {
  items: { key: string; value: { id: string; listId: string }; indexes: { listId: string } };
  sources: { key: string; value: { id: string; file: Blob } };
  made: { key: string; value: { id: string; files: readonly Blob[] } };
}
export type BulkDatabase = Connection<BulkSchema>;

export const BULK_DATABASE = 'triptych-bulk';

/**
 * Apart from what people make: thousands of files that are soon deleted again. Opened with the
 * first use.
 */
export function connectBulkDatabase(name = BULK_DATABASE): BulkDatabase {
  return connectDatabase<BulkSchema>({
    name,
    version: 1,
    upgrade(created) {
      created.createObjectStore('items', { keyPath: 'id' }).createIndex('listId', 'listId');
      created.createObjectStore('sources', { keyPath: 'id' });
      created.createObjectStore('made', { keyPath: 'id' });
    },
  });
}

/** Ids of the lists that have pictures. */
export async function listBulkLists(database: BulkDatabase): Promise<string[]> {
  return database.use(async (db) => {
    const found: string[] = [];
    let cursor = await db
      .transaction('items')
      .store.index('listId')
      .openKeyCursor(null, 'nextunique');
    for (; cursor; cursor = await cursor.continue()) found.push(cursor.key);
    return found;
  });
}

const STORES = ['items', 'sources', 'made'] as const;

/** The pictures of one list in the database. */
export function createBulkFiles(database: BulkDatabase, listId: string): BulkFiles {
  const rowOf = (item: BulkItem) => ({ ...item, listId });
  return {
    async list() {
      const rows = await database.use((db) => db.getAllFromIndex('items', 'listId', listId));
      return rows
        .flatMap((row) => bulkItemSchema.safeParse(row).data ?? [])
        .sort((a, b) => a.order - b.order);
    },
    add: (pictures) =>
      database.use(async (db) => {
        const transaction = db.transaction(STORES, 'readwrite');
        await Promise.all([
          ...pictures.flatMap(({ item, file }) => [
            transaction.objectStore('items').put(rowOf(item)),
            transaction.objectStore('sources').put({ id: item.id, file }),
          ]),
          transaction.done,
        ]);
      }),
    read: async (id) =>
      bulkItemSchema.safeParse(await database.use((db) => db.get('items', id))).data,
    update: (item) => database.use(async (db) => void (await db.put('items', rowOf(item)))),
    async readSource(id) {
      const row = await database.use((db) => db.get('sources', id));
      if (row) return row.file;
      throw lostFile();
    },
    saveOutcome: (item, made) =>
      database.use(async (db) => {
        const transaction = db.transaction(STORES, 'readwrite');
        await Promise.all([
          transaction.objectStore('items').put(rowOf(item)),
          transaction.objectStore('made').put({ id: item.id, files: made }),
          transaction.done,
        ]);
      }),
    addOutcome: (id, outcome, made) =>
      database.use(async (db) => {
        const transaction = db.transaction(STORES, 'readwrite');
        const items = transaction.objectStore('items');
        const row = await items.get(id);
        if (row) {
          const changed = { ...row, outcome };
          await items.put(changed);
          await transaction.objectStore('made').put({ id, files: made });
        }
        await transaction.done;
      }),
    readMade: async (id) => [...((await database.use((db) => db.get('made', id)))?.files ?? [])],
    remove: (ids) =>
      database.use(async (db) => {
        const transaction = db.transaction(STORES, 'readwrite');
        await Promise.all([
          ...ids.flatMap((id) => STORES.map((store) => transaction.objectStore(store).delete(id))),
          transaction.done,
        ]);
      }),
  };
}

/** Where the browser keeps nothing: files stay in memory as long as the tab. */
export function createMemoryBulkFiles(): BulkFiles {
  const pictures = new Map<string, AddedPicture & { made: readonly Blob[] }>();
  return {
    list: async () =>
      [...pictures.values()].map(({ item }) => item).sort((a, b) => a.order - b.order),
    async add(added) {
      for (const picture of added) pictures.set(picture.item.id, { ...picture, made: [] });
    },
    read: async (id) => pictures.get(id)?.item,
    async update(item) {
      const picture = pictures.get(item.id);
      if (picture) pictures.set(item.id, { ...picture, item });
    },
    async readSource(id) {
      const picture = pictures.get(id);
      if (picture) return picture.file;
      throw lostFile();
    },
    async saveOutcome(item, made) {
      const picture = pictures.get(item.id);
      if (picture) pictures.set(item.id, { ...picture, item, made });
    },
    async addOutcome(id, outcome, made) {
      const picture = pictures.get(id);
      if (picture) pictures.set(id, { ...picture, item: { ...picture.item, outcome }, made });
    },
    readMade: async (id) => [...(pictures.get(id)?.made ?? [])],
    async remove(ids) {
      for (const id of ids) pictures.delete(id);
    },
  };
}

function lostFile(): EngineError {
  return new EngineError(
    'invalid_request',
    'This picture is no longer stored in this browser. Add its file again.',
  );
}
