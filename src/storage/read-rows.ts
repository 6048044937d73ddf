import type { StoreNames } from 'idb';
import { TIME_INDEX, type TriptychDatabase, type TriptychSchema } from './database.ts';

type TimedStore = 'conversations' | 'pictures' | 'readings';

/** So many rows at once: few enough that the page answers in between, whatever the number of rows. */
const ROWS_AT_ONCE = 250;

/**
 * All rows of a store. `parse` gets a few at a time and drops what it cannot read. Each few are a
 * transaction, so that nobody who writes has to wait for all: what is written meanwhile may be
 * missing.
 */
export async function readRows<Row>(
  database: TriptychDatabase,
  storeName: StoreNames<TriptychSchema>,
  parse: (rows: readonly unknown[]) => Row[],
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<Row[]> {
  const rows: Row[] = [];
  let range: IDBKeyRange | undefined;
  for (;;) {
    const [part, keys] = await database.use((db) => {
      const { store } = db.transaction(storeName);
      return Promise.all([store.getAll(range, rowsAtOnce), store.getAllKeys(range, rowsAtOnce)]);
    });
    rows.push(...parse(part));
    const last = keys.at(-1);
    if (last === undefined || keys.length < rowsAtOnce) return rows;
    range = IDBKeyRange.lowerBound(last, true);
  }
}

/** The newest rows of a store, so many that a screen is filled before all are read. */
export async function readNewest<Row>(
  database: TriptychDatabase,
  storeName: TimedStore,
  count: number,
  parse: (rows: readonly unknown[]) => Row[],
): Promise<Row[]> {
  return database.use(async (db) => {
    const rows: unknown[] = [];
    const index = db.transaction(storeName).store.index(TIME_INDEX);
    let cursor = await index.openCursor(null, 'prev');
    for (; cursor && rows.length < count; cursor = await cursor.continue()) rows.push(cursor.value);
    return parse(rows);
  });
}

/** Rows by their keys, as far as they are here. */
export async function readSome<Row>(
  database: TriptychDatabase,
  storeName: TimedStore,
  keys: readonly string[],
  parse: (rows: readonly unknown[]) => Row[],
): Promise<Row[]> {
  return database.use(async (db) => {
    const { store } = db.transaction(storeName);
    return parse(await Promise.all(keys.map((key) => store.get(key))));
  });
}
