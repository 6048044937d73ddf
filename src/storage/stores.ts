import { EngineError } from '../engine/errors.ts';
import type { PictureStore } from '../engine/images/picture-store.ts';
import type { MovableJobStore } from '../engine/studio/job-store.ts';
import { createConversationStore, type ConversationStore } from './conversations.ts';
import type { ReportDamage } from './damage/damage.ts';
import { openDatabase, type TriptychDatabase } from './database.ts';
import { createJobStore } from './jobs.ts';
import { createPictureStore } from './pictures.ts';
import { createReadingStore, type ReadingStore } from './readings.ts';

/** Where everything that people make is kept. */
export interface Stores {
  conversations: ConversationStore;
  pictures: PictureStore;
  jobs: MovableJobStore;
  readings: ReadingStore;
  /** That of all of them, for stores that not every screen needs; none if nothing is kept. */
  database: TriptychDatabase | null;
  /** `false`: the browser keeps nothing for this page, and all is gone when the tab closes. */
  isKept: boolean;
}

interface OpenOptions {
  /** Someone has cleared the site's data while the page was open. */
  onLoss(): void;
  /** A tab with an older version has to be closed first. */
  onBlocked?(): void;
  /** What of it cannot be read, or had to be repaired. */
  onDamage?: ReportDamage;
  name?: string;
}

/**
 * Opens the browser's database; where it is denied, as by a setting or in some private windows,
 * stores that last as long as the tab. Throws `storage_unavailable` with `isOlder` where a newer
 * version of the studio has the database: what is made here would be lost beside it.
 */
export async function openStores({
  onLoss,
  onBlocked,
  onDamage,
  name,
}: OpenOptions): Promise<Stores> {
  const database = await openDatabase(name, onLoss, onBlocked).catch((thrown: unknown) => {
    if (EngineError.from(thrown).details.isOlder) throw thrown;
    return undefined;
  });
  if (!database) return (await import('./memory-stores.ts')).createMemoryStores();
  return {
    conversations: createConversationStore(database, onDamage),
    pictures: createPictureStore(database, onDamage),
    jobs: createJobStore(database),
    readings: createReadingStore(database, onDamage),
    database,
    isKept: true,
  };
}
