import { throwIfAborted } from '../../engine/errors.ts';
import { createZipFile, type ZipFile } from '../../engine/files/write-zip.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { StoredConversation } from '../conversations.ts';
import type { Preset } from '../presets.ts';
import type { StoredReading } from '../readings.ts';
import type { Settings } from '../settings.ts';
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
  type ConversationEntry,
  type PictureEntry,
  type ReadingEntry,
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
  const [conversations, pictures, readings] = await Promise.all([
    stores.conversations.list(),
    stores.pictures.list(),
    stores.readings.list(),
  ]);
  const counts = {
    conversations: conversations.length,
    pictures: pictures.length,
    readings: readings.length,
  };
  const total = counts.conversations + counts.pictures + counts.readings;
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    createdAt: Date.now(),
    counts,
  };
  const zip = createZipFile();
  await addJson(zip, HEADER_NAME, header);
  await addJson(zip, SETTINGS_NAME, readSettings());
  await addJson(zip, PRESETS_NAME, await readPresets());
  await addJson(zip, COLLECTIONS_NAME, await stores.collections.list());

  const steps = [
    ...conversations.map((each, index) => () => addConversation(zip, stores, each, index + 1)),
    ...pictures.map((each, index) => () => addPicture(zip, stores, each, index + 1, signal)),
    ...readings.map((each, index) => () => addReading(zip, stores, each, index + 1, signal)),
  ];
  let lost = 0;
  for (const [done, step] of steps.entries()) {
    throwIfAborted(signal);
    yield { type: 'backup-progress', done, total };
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

const addJson = (zip: ZipFile, name: string, value: unknown) =>
  zip.add(name, new Blob([JSON.stringify(value)]));

async function addConversation(
  zip: ZipFile,
  stores: BackupPlace['stores'],
  conversation: StoredConversation,
  n: number,
) {
  const messages = await stores.conversations.readMessages(conversation.id);
  const entry: ConversationEntry = { conversation, messages };
  await addJson(zip, `conversations/${n}.json`, entry);
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
};

async function addPicture(
  zip: ZipFile,
  stores: BackupPlace['stores'],
  picture: StoredPicture,
  n: number,
  signal: AbortSignal,
) {
  const { file, thumbnail } = await stores.pictures.readFiles(picture.id);
  const entry: PictureEntry = {
    picture,
    file: { name: `pictures/${n}.${EXTENSIONS[file.type] ?? 'bin'}`, type: file.type },
    thumbnail: { name: `pictures/${n}.thumbnail`, type: thumbnail.type },
  };
  await zip.add(entry.file.name, file, signal);
  await zip.add(entry.thumbnail.name, thumbnail, signal);
  await addJson(zip, `pictures/${n}.json`, entry);
}

async function addReading(
  zip: ZipFile,
  stores: BackupPlace['stores'],
  reading: StoredReading,
  n: number,
  signal: AbortSignal,
) {
  const pieces = await stores.readings.readPieces(reading.id);
  const entry: ReadingEntry = {
    reading,
    pieces: pieces.map(({ samples, index, ...about }) => ({
      index,
      about,
      samples: { name: `readings/${n}-${index}.pcm`, type: samples.type },
    })),
  };
  for (const { index, samples } of pieces)
    await zip.add(`readings/${n}-${index}.pcm`, samples, signal);
  await addJson(zip, `readings/${n}.json`, entry);
}
