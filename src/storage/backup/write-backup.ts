import { throwIfAborted } from '../../engine/errors.ts';
import { createZipFile } from '../../engine/files/write-zip.ts';
import type { Preset } from '../presets.ts';
import type { Settings } from '../settings.ts';
import {
  addConversation,
  addJson,
  addPicture,
  addProject,
  addReading,
  addRecipe,
  type EntryPlace,
} from './add-entry.ts';
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  COLLECTIONS_NAME,
  HEADER_NAME,
  PRESETS_NAME,
  SETTINGS_NAME,
  type BackupCounts,
  type BackupHeader,
  type BackupProgress,
  type BackupStores,
} from './backup-format.ts';

/** What a backup is made of, and where a restored one goes. */
export interface BackupPlace {
  stores: BackupStores;
  readSettings(): Partial<Settings>;
  readPresets(): Promise<readonly Preset[]>;
}

export type WriteBackupEvent =
  | BackupProgress
  /** `lost`: things whose bytes the browser no longer has. */
  | { type: 'backup-end'; file: Blob; counts: BackupCounts; lost: number };

/**
 * Everything that people have made as one zip file (backup-format.ts). The bytes of pictures and
 * sound stay on disk: only a piece of one is in memory at a time. Throws `aborted`,
 * `storage_unavailable`.
 */
export async function* writeBackup(
  { stores, readSettings, readPresets }: BackupPlace,
  signal: AbortSignal,
): AsyncGenerator<WriteBackupEvent> {
  const zip = createZipFile();
  const { counts, steps } = await listEntries({ zip, stores, signal });
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    createdAt: Date.now(),
    counts,
  };
  await addJson(zip, HEADER_NAME, header);
  await addJson(zip, SETTINGS_NAME, readSettings());
  await addJson(zip, PRESETS_NAME, await readPresets());
  await addJson(zip, COLLECTIONS_NAME, await stores.collections.list());
  let lost = 0;
  for (const [done, step] of steps.entries()) {
    throwIfAborted(signal);
    yield { type: 'backup-progress', done, total: steps.length };
    await step().catch((thrown: unknown) => {
      throwIfAborted(signal);
      if (!isLost(thrown)) throw thrown;
      lost++;
    });
  }
  yield { type: 'backup-end', file: zip.finish(), counts, lost };
}

/** One unreadable item must not prevent keeping the others. */
function isLost(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as { code?: unknown }).code !== 'aborted';
}

/** How many there are of each kind, and how each is added. */
async function listEntries(
  place: EntryPlace,
): Promise<{ counts: BackupCounts; steps: (() => Promise<void>)[] }> {
  const { stores } = place;
  const [conversations, pictures, readings, projects, recipes] = await Promise.all([
    stores.conversations.list(),
    stores.pictures.list(),
    stores.readings.list(),
    stores.projects.list(),
    stores.recipes.read(),
  ]);
  const each = <T>(
    items: readonly T[],
    add: (place: EntryPlace, item: T, n: number) => Promise<void>,
  ) => items.map((item, index) => () => add(place, item, index + 1));
  return {
    counts: {
      conversations: conversations.length,
      pictures: pictures.length,
      readings: readings.length,
      projects: projects.length,
      recipes: recipes.length,
    },
    steps: [
      ...each(conversations, addConversation),
      ...each(pictures, addPicture),
      ...each(readings, addReading),
      ...each(projects, addProject),
      ...each(recipes, addRecipe),
    ],
  };
}
