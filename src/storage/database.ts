import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { EngineError } from '../engine/errors.ts';
import type { PictureFiles } from '../engine/images/picture-store.ts';

/** One piece of a reading: its sound, 16-bit samples, and what is known of it. */
interface ReadingPieceRow {
  readingId: string;
  index: number;
  samples: Blob;
  about: unknown;
}

/** Rows are parsed with Zod where they are read: an older version of the app may have written them. */
export interface TriptychSchema extends DBSchema {
  conversations: { key: string; value: unknown };
  messages: { key: string; value: unknown; indexes: { conversationId: string } };
  pictures: { key: string; value: unknown };
  pictureFiles: { key: string; value: PictureFiles & { id: string } };
  imageJobs: { key: string; value: unknown };
  readings: { key: string; value: unknown };
  readingPieces: { key: [readingId: string, index: number]; value: ReadingPieceRow };
}
export type TriptychDatabase = IDBPDatabase<TriptychSchema>;

const NAME = 'triptych';

/**
 * Opens the database of what people make, creating it on the first visit; weights have one of their own (weights-database.ts). A newer
 * version of the app in another tab may upgrade it: this connection then closes, so that the upgrade is not held up, and this tab must be
 * reloaded. Throws `storage_unavailable`.
 */
export async function openDatabase(name = NAME): Promise<TriptychDatabase> {
  try {
    const database: TriptychDatabase = await openDB<TriptychSchema>(name, UPGRADES.length, {
      upgrade(created, before) {
        for (const upgrade of UPGRADES.slice(before)) upgrade(created);
      },
      blocking: () => database.close(),
    });
    return database;
  } catch (thrown) {
    throw new EngineError(
      'storage_unavailable',
      `The browser's database cannot be opened: ${EngineError.from(thrown).message}`,
      { cause: thrown },
    );
  }
}

const FORMER_STORES: readonly string[] = ['chunks', 'files', 'models'];

/** What each version added, the first first: a database of version n has had the first n. */
const UPGRADES: readonly ((created: TriptychDatabase) => void)[] = [
  (created) => {
    created.createObjectStore('conversations', { keyPath: 'id' });
    created.createObjectStore('messages', { keyPath: 'id' }).createIndex('conversationId', 'conversationId');
  },
  (created) => {
    created.createObjectStore('pictures', { keyPath: 'id' });
    created.createObjectStore('pictureFiles', { keyPath: 'id' });
    created.createObjectStore('imageJobs', { keyPath: 'id' });
  },
  (created) => {
    created.createObjectStore('readings', { keyPath: 'id' });
    created.createObjectStore('readingPieces', { keyPath: ['readingId', 'index'] });
  },
  (created) => {
    // Weights were here once (weights-database.ts).
    const names = [...created.objectStoreNames];
    for (const name of names) if (FORMER_STORES.includes(name)) created.deleteObjectStore(name);
  },
];
