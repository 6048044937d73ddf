import { EngineError } from '../engine/errors.ts';
import { storedPictureSchema, type PictureStore } from '../engine/images/picture-store.ts';
import type { TriptychDatabase } from './database.ts';

/** Pictures in IndexedDB: what is known of them in one store, their bytes as Blobs in another, so that listing reads no bytes. */
export function createPictureStore(database: TriptychDatabase): PictureStore {
  const open = () => database.transaction(['pictures', 'pictureFiles'], 'readwrite');
  return {
    async list() {
      const rows = await database.getAll('pictures');
      return rows
        .flatMap((row) => storedPictureSchema.safeParse(row).data ?? [])
        .sort((a, b) => b.createdAt - a.createdAt);
    },
    async readFiles(id) {
      const row = await database.get('pictureFiles', id);
      if (row) return row;
      throw new EngineError('storage_unavailable', 'This picture is no longer in the browser’s store.');
    },
    async put(...pictures) {
      const transaction = open();
      await guard([
        ...pictures.flatMap(({ file, thumbnail, ...picture }) => [
          transaction.objectStore('pictures').put(picture),
          transaction.objectStore('pictureFiles').put({ id: picture.id, file, thumbnail }),
        ]),
        transaction.done,
      ]);
    },
    update: (picture) => guard([database.put('pictures', picture)]),
    async remove(ids) {
      const transaction = open();
      await guard([
        ...ids.flatMap((id) => [
          transaction.objectStore('pictures').delete(id),
          transaction.objectStore('pictureFiles').delete(id),
        ]),
        transaction.done,
      ]);
    },
  };
}

async function guard(writes: readonly Promise<unknown>[]): Promise<void> {
  try {
    await Promise.all(writes);
  } catch (thrown) {
    throw EngineError.from(thrown, 'storage_unavailable');
  }
}
