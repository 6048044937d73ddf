import type { PictureStore } from '../engine/images/picture-store.ts';
import type { JobStore } from '../engine/studio/job-store.ts';
import { createConversationStore, type ConversationStore } from './conversations.ts';
import { openDatabase, type TriptychDatabase } from './database.ts';
import { createJobStore } from './jobs.ts';
import { createPictureStore } from './pictures.ts';
import { createReadingStore, type ReadingStore } from './readings.ts';

/** Where everything that people make is kept. */
export interface Stores {
  conversations: ConversationStore;
  pictures: PictureStore;
  jobs: JobStore;
  readings: ReadingStore;
  /** That of all of them, for stores that not every screen needs; none if nothing is kept. */
  database: TriptychDatabase | null;
  /** `false`: the browser keeps nothing for this page, and all is gone when the tab closes. */
  isKept: boolean;
}

/**
 * Opens the browser's database; where it is denied, as by a setting or in some private windows,
 * stores that last as long as the tab.
 */
export async function openStores(onLoss: () => void, name?: string): Promise<Stores> {
  const database = await openDatabase(name, onLoss).catch(() => undefined);
  if (!database) return (await import('./memory-stores.ts')).createMemoryStores();
  return {
    conversations: createConversationStore(database),
    pictures: createPictureStore(database),
    jobs: createJobStore(database),
    readings: createReadingStore(database),
    database,
    isKept: true,
  };
}
