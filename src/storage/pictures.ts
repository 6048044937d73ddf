import { EngineError } from '../engine/errors.ts';
import { storedPictureSchema, type PictureStore } from '../engine/images/picture-store.ts';
import { createRowParser, passOver, type ReportDamage } from './damage/damage.ts';
import type { TriptychDatabase } from './database.ts';
import { readNewest, readRows, readSome } from './read-rows.ts';

/**
 * Pictures in IndexedDB: what is known of them in one store, their bytes as Blobs in another, so
 * that listing reads no bytes.
 */
export function createPictureStore(
  database: TriptychDatabase,
  report: ReportDamage = passOver,
): PictureStore {
  const parse = createRowParser('picture', storedPictureSchema, report);
  return {
    async list() {
      const pictures = await readRows(database, 'pictures', parse);
      return pictures.sort((a, b) => b.createdAt - a.createdAt);
    },
    listNewest: (count) => readNewest(database, 'pictures', count, parse),
    read: (ids) => readSome(database, 'pictures', ids, parse),
    async readFiles(id) {
      const row = await database.use((db) => db.get('pictureFiles', id));
      if (row) return row;
      throw lostPicture();
    },
    put: (...pictures) =>
      database.use(async (db) => {
        const transaction = db.transaction(['pictures', 'pictureFiles'], 'readwrite');
        await Promise.all([
          ...pictures.flatMap(({ file, thumbnail, ...picture }) => [
            transaction.objectStore('pictures').put(picture),
            transaction.objectStore('pictureFiles').put({ id: picture.id, file, thumbnail }),
          ]),
          transaction.done,
        ]);
      }),
    update: (picture) => database.use(async (db) => void (await db.put('pictures', picture))),
    remove: (ids) =>
      database.use(async (db) => {
        const transaction = db.transaction(['pictures', 'pictureFiles'], 'readwrite');
        await Promise.all([
          ...ids.flatMap((id) => [
            transaction.objectStore('pictures').delete(id),
            transaction.objectStore('pictureFiles').delete(id),
          ]),
          transaction.done,
        ]);
      }),
  };
}

/** A picture whose bytes are gone. */
export function lostPicture(): EngineError {
  return new EngineError(
    'storage_unavailable',
    'This picture is no longer stored in this browser.',
  );
}
