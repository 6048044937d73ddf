import * as z from 'zod/mini';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { readZip, type ZipEntry } from '../../engine/files/read-zip.ts';
import { withPictures } from '../collections.ts';
import type { Preset } from '../presets.ts';
import type { ReadingPiece } from '../readings.ts';
import type { Stores } from '../stores.ts';
import {
  BACKUP_VERSION,
  COLLECTIONS_NAME,
  collectionsEntrySchema,
  conversationEntrySchema,
  headerSchema,
  HEADER_NAME,
  pictureEntrySchema,
  presetsEntrySchema,
  PRESETS_NAME,
  readingEntrySchema,
  SETTINGS_NAME,
  type BackupProgress,
  type BackupStores,
} from './backup-format.ts';

/** The result for each kind of item. */
export interface RestoreReport {
  added: Record<'conversations' | 'pictures' | 'readings', number>;
  /**
   * Here already; of conversations, those that got messages they did not have are among `added`.
   */
  known: number;
  /** Could not be read. */
  damaged: number;
  presets: readonly Preset[];
  /** As they were written: to be parsed by settings.ts. */
  settings: Record<string, unknown>;
}

export type RestoreBackupEvent = BackupProgress | { type: 'restore-end'; report: RestoreReport };

type Kind = keyof RestoreReport['added'];
type Outcome = 'added' | 'known';
type Zip = ReadonlyMap<string, ZipEntry>;

/**
 * Adds what is in a backup to what is here. What is here already, by its id, is not doubled: a
 * conversation gets the messages that it does not have, and of two versions the later one stays.
 * Throws `invalid_request` for a file that is not a backup, or of a newer version, before anything
 * is written; `storage_full`; `aborted`, when what has been added stays.
 */
export async function* restoreBackup(
  file: Blob,
  stores: BackupStores,
  signal: AbortSignal,
): AsyncGenerator<RestoreBackupEvent> {
  const zip = await openBackup(file);
  const report: RestoreReport = {
    added: { conversations: 0, pictures: 0, readings: 0 },
    known: 0,
    damaged: 0,
    presets: (await readJson(zip, PRESETS_NAME, presetsEntrySchema).catch(() => undefined)) ?? [],
    settings:
      (await readJson(zip, SETTINGS_NAME, z.record(z.string(), z.unknown())).catch(
        () => undefined,
      )) ?? {},
  };
  const here = await listHere(stores);
  const restorers: Record<Kind, (name: string) => Promise<Outcome>> = {
    conversations: (name) => restoreConversation(zip, name, stores, here),
    pictures: (name) => restorePicture(zip, name, stores, here, signal),
    readings: (name) => restoreReading(zip, name, stores, here, signal),
  };
  const names = [...zip.keys()].flatMap((name) => {
    const kind = /^(conversations|pictures|readings)\/[^/]+\.json$/.exec(name)?.[1];
    return kind ? [{ kind: kind as Kind, name }] : [];
  });
  for (const [done, { kind, name }] of names.entries()) {
    throwIfAborted(signal);
    yield { type: 'backup-progress', done, total: names.length };
    const outcome = await restorers[kind](name).catch((thrown: unknown) =>
      skipDamaged(thrown, signal),
    );
    if (outcome === 'added') report.added[kind]++;
    else report[outcome]++;
  }
  if (zip.has(COLLECTIONS_NAME))
    await restoreCollections(zip, stores).catch((thrown: unknown) => {
      report[skipDamaged(thrown, signal)]++;
    });
  yield { type: 'restore-end', report };
}

/**
 * What this device cannot keep, and what was stopped, ends it; an entry that cannot be read does
 * not.
 */
function skipDamaged(thrown: unknown, signal: AbortSignal): 'damaged' {
  throwIfAborted(signal);
  if (EngineError.from(thrown).code !== 'invalid_request') throw thrown;
  return 'damaged';
}

async function openBackup(file: Blob): Promise<Zip> {
  const zip = await readZip(file).catch(() => undefined);
  const header = zip && (await readJson(zip, HEADER_NAME, headerSchema).catch(() => undefined));
  if (!header)
    throw new EngineError(
      'invalid_request',
      'This file is not a complete Triptych backup. Nothing was changed.',
    );
  if (header.version > BACKUP_VERSION)
    throw new EngineError(
      'invalid_request',
      'A newer version of Triptych made this backup. Reload the page to get that version, then try again. Nothing was changed.',
    );
  return zip as Zip;
}

/** JSON longer than this is none that was written here. */
const MAX_JSON_BYTES = 256e6;

/** Throws `invalid_request` for what is missing, damaged or something else. */
async function readJson<T>(zip: Zip, name: string, schema: z.ZodMiniType<T>): Promise<T> {
  const entry = zip.get(name);
  if (!entry || entry.sizeBytes > MAX_JSON_BYTES) throw unreadable(name);
  const text = await (await entry.read()).text();
  try {
    return schema.parse(JSON.parse(text));
  } catch (thrown) {
    throw unreadable(name, thrown);
  }
}

async function readFile(
  zip: Zip,
  { name, type }: { name: string; type: string },
  signal: AbortSignal,
): Promise<Blob> {
  const entry = zip.get(name);
  if (!entry) throw unreadable(name);
  return (await entry.read(signal)).slice(0, entry.sizeBytes, type);
}

function unreadable(name: string, cause?: unknown): EngineError {
  return new EngineError('invalid_request', `"${name}" in this backup cannot be read.`, { cause });
}

/** What is here, by id, so that nothing is read twice. */
async function listHere({ conversations, pictures, readings }: Pick<Stores, Kind>) {
  const byId = <T extends { id: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [item.id, item]));
  return {
    conversations: byId(await conversations.list()),
    pictures: byId(await pictures.list()),
    readings: byId(await readings.list()),
  };
}
type Here = Awaited<ReturnType<typeof listHere>>;

async function restoreConversation(
  zip: Zip,
  name: string,
  { conversations }: Pick<Stores, Kind>,
  here: Here,
): Promise<Outcome> {
  const { conversation, messages } = await readJson(zip, name, conversationEntrySchema);
  const own = messages.map((message) => ({ ...message, conversationId: conversation.id }));
  const known = here.conversations.get(conversation.id);
  if (!known) {
    await conversations.save(conversation, ...own);
    here.conversations.set(conversation.id, conversation);
    return 'added';
  }
  const ids = new Set((await conversations.readMessages(conversation.id)).map(({ id }) => id));
  const missing = own.filter(({ id }) => !ids.has(id));
  const isLater = conversation.updatedAt > known.updatedAt;
  if (missing.length === 0 && !isLater) return 'known';
  await conversations.save(isLater ? conversation : known, ...missing);
  return 'added';
}

async function restorePicture(
  zip: Zip,
  name: string,
  { pictures }: Pick<Stores, Kind>,
  here: Here,
  signal: AbortSignal,
): Promise<Outcome> {
  const { picture, file, thumbnail } = await readJson(zip, name, pictureEntrySchema);
  if (here.pictures.has(picture.id)) return 'known';
  const whole = {
    file: await readFile(zip, file, signal),
    thumbnail: await readFile(zip, thumbnail, signal),
  };
  await pictures.put({ ...picture, sizeBytes: whole.file.size, ...whole });
  here.pictures.set(picture.id, picture);
  return 'added';
}

/** One that is here keeps its name and its pictures, and gets those that it does not have. */
async function restoreCollections(
  zip: Zip,
  { collections }: Pick<BackupStores, 'collections'>,
): Promise<void> {
  const kept = await readJson(zip, COLLECTIONS_NAME, collectionsEntrySchema);
  const here = new Set((await collections.list()).map(({ id }) => id));
  for (const each of kept) {
    if (!here.has(each.id)) await collections.put(each);
    else await collections.change(each.id, (known) => withPictures(known, each.pictureIds));
  }
}

async function restoreReading(
  zip: Zip,
  name: string,
  { readings }: Pick<Stores, Kind>,
  here: Here,
  signal: AbortSignal,
): Promise<Outcome> {
  const { reading, pieces } = await readJson(zip, name, readingEntrySchema);
  const known = here.readings.get(reading.id);
  if (known && known.durationSeconds >= reading.durationSeconds) return 'known';
  const whole: ReadingPiece[] = [];
  for (const { index, about, samples } of pieces)
    whole.push({
      ...about,
      index,
      follows: about.follows ?? about.start,
      samples: await readFile(zip, samples, signal),
    });
  await readings.save(reading);
  for (const piece of whole) await readings.savePiece(reading.id, piece);
  here.readings.set(reading.id, reading);
  return 'added';
}
