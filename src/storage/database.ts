import type { DBSchema, IDBPDatabase } from 'idb';
import type { PictureFiles } from '../engine/images/picture-store.ts';
import { connectDatabase, type Connection, type UpgradeTransaction } from './connection.ts';

/** One piece of a reading: its sound, 16-bit samples, and what is known of it. */
interface ReadingPieceRow {
  readingId: string;
  index: number;
  samples: Blob;
  about: unknown;
}

/**
 * What search needs of some conversations (conversation-texts.ts): hundreds in a row, since reading
 * a row takes longer than reading what is in it.
 */
export interface TextPack {
  id: string;
  /** Of the conversations, and their texts in the same order. */
  conversationIds: readonly string[];
  texts: readonly string[];
}

/**
 * Rows are parsed with Zod where they are read: an older version of the app may have written them.
 */
export interface TriptychSchema extends DBSchema {
  conversations: { key: string; value: unknown; indexes: { time: number } };
  messages: { key: string; value: unknown; indexes: { conversationId: string } };
  conversationTexts: { key: string; value: TextPack; indexes: { conversationId: string } };
  pictures: { key: string; value: unknown; indexes: { time: number } };
  pictureFiles: { key: string; value: PictureFiles & { id: string } };
  imageJobs: { key: string; value: unknown };
  readings: { key: string; value: unknown; indexes: { time: number } };
  readingPieces: { key: [readingId: string, index: number]; value: ReadingPieceRow };
  collections: { key: string; value: unknown };
  promptVectors: { key: string; value: unknown };
}
/** Of stores whose rows are listed by a time. */
export const TIME_INDEX = 'time';

export type TriptychDatabase = Connection<TriptychSchema>;

/** Of what people make; weights have one of their own (weights-database.ts). */
export const STUDIO_DATABASE = 'triptych';

/**
 * Opens the database of what people make, creating it on the first visit. `onLoss` is called when
 * someone has cleared it while the page was open; what is written from then on is kept in a new
 * one; `onBlocked` when a tab with an older version keeps it from being opened. Throws
 * `storage_unavailable`.
 */
export async function openDatabase(
  name = STUDIO_DATABASE,
  onLoss?: () => void,
  onBlocked?: () => void,
): Promise<TriptychDatabase> {
  const database = connectDatabase<TriptychSchema>({
    name,
    version: UPGRADES.length,
    upgrade(created, before, transaction) {
      for (const upgrade of UPGRADES.slice(before)) upgrade(created, transaction);
    },
    ...(onLoss ? { onLoss } : {}),
    ...(onBlocked ? { onBlocked } : {}),
  });
  await database.use(() => Promise.resolve());
  return database;
}

const FORMER_STORES: readonly string[] = ['chunks', 'files', 'models'];

/** What each version added, the first first: a database of version n has had the first n. */
const UPGRADES: readonly ((
  created: IDBPDatabase<TriptychSchema>,
  transaction: UpgradeTransaction<TriptychSchema>,
) => void)[] = [
  (created) => {
    created.createObjectStore('conversations', { keyPath: 'id' });
    created
      .createObjectStore('messages', { keyPath: 'id' })
      .createIndex('conversationId', 'conversationId');
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
  (created) => {
    created.createObjectStore('collections', { keyPath: 'id' });
  },
  (created) => {
    created.createObjectStore('promptVectors', { keyPath: 'id' });
  },
  (_created, transaction) => {
    // So that the newest of thousands are found without reading them all.
    transaction.objectStore('conversations').createIndex(TIME_INDEX, 'updatedAt');
    transaction.objectStore('pictures').createIndex(TIME_INDEX, 'createdAt');
    transaction.objectStore('readings').createIndex(TIME_INDEX, 'createdAt');
  },
  (created) => {
    created
      .createObjectStore('conversationTexts', { keyPath: 'id' })
      .createIndex('conversationId', 'conversationIds', { multiEntry: true });
  },
];
