import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

/**
 * Single values under their keys, for the functions of idb-keyval. What has indexes or an order is
 * in other databases (database.ts, weights-database.ts).
 */
export type Values = UseStore;

/** Opened with the first use. Where storage is denied, every use is rejected. */
export function openValues(name = VALUES_DATABASE): Values {
  let store = createStore(name, STORE);
  return (mode, work) =>
    store(mode, (opened) => {
      const database = opened.transaction.db;
      // It is being deleted: let it go, and open a new one with the next use.
      database.onversionchange = () => {
        database.close();
        store = createStore(name, STORE);
      };
      return work(opened);
    });
}

/**
 * `set` that holds even if the page is closed at the next moment: it commits without waiting for an
 * answer.
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
