import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

/**
 * Where single values lie under their keys, for the functions of idb-keyval. What has indexes or is
 * listed in an order has a database of its own (database.ts, weights-database.ts).
 */
export type Values = UseStore;

/** Opened with the first use. Where storage is denied, every use is rejected. */
export function openValues(name = VALUES_DATABASE): Values {
  let store = createStore(name, STORE);
  return (mode, work) =>
    store(mode, (opened) => {
      const database = opened.transaction.db;
      // Somebody deletes it: it is let go, and the next use opens a new one.
      database.onversionchange = () => {
        database.close();
        store = createStore(name, STORE);
      };
      return work(opened);
    });
}

/**
 * `set` that a page which is closed at the next moment does not take back: it waits for no answer
 * before it commits.
 */
export function setAtOnce(key: string, value: unknown, values: Values): Promise<void> {
  return values('readwrite', (store) => {
    store.put(value, key);
    store.transaction.commit();
    return promisifyRequest(store.transaction);
  });
}

const VALUES_DATABASE = 'triptych-values';
const STORE = 'values';
