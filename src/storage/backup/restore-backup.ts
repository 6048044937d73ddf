import * as z from 'zod/mini';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import type { Preset } from '../presets.ts';
import {
  BACKUP_KINDS,
  COLLECTIONS_NAME,
  presetsEntrySchema,
  PRESETS_NAME,
  SETTINGS_NAME,
  type BackupCounts,
  type BackupKind,
  type BackupProgress,
  type BackupStores,
} from './backup-format.ts';
import { nameEntry, openBackup, readEntry, type BackupZip } from './backup-zip.ts';
import { listHere, RESTORE, restoreCollections } from './restore-entry.ts';

/** The result for each kind of item. */
export interface RestoreReport {
  added: BackupCounts;
  /**
   * Here already; of conversations, those that got messages they did not have are among `added`.
   */
  known: number;
  /** What could not be read: titles, or names of entries. */
  damaged: readonly string[];
  presets: readonly Preset[];
  /** As they were written: to be parsed by settings.ts. */
  settings: Record<string, unknown>;
}

export type RestoreBackupEvent = BackupProgress | { type: 'restore-end'; report: RestoreReport };

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
  const restoring = { zip, stores, here: await listHere(stores), signal };
  const added = { conversations: 0, pictures: 0, readings: 0, projects: 0, recipes: 0 };
  const damaged: string[] = [];
  let known = 0;
  const entries = listEntries(zip);
  for (const [done, { kind, name }] of entries.entries()) {
    throwIfAborted(signal);
    yield { type: 'backup-progress', done, total: entries.length };
    const outcome = await RESTORE[kind](name, restoring).catch((thrown: unknown) =>
      skipDamaged(thrown, signal),
    );
    if (outcome === 'added') added[kind]++;
    else if (outcome === 'known') known++;
    else damaged.push(await nameEntry(zip, name));
  }
  if (zip.has(COLLECTIONS_NAME))
    await restoreCollections(restoring).catch((thrown: unknown) => {
      skipDamaged(thrown, signal);
      damaged.push(COLLECTIONS_NAME);
    });
  const presets = await readOptional(zip, PRESETS_NAME, presetsEntrySchema);
  const settings = await readOptional(zip, SETTINGS_NAME, z.record(z.string(), z.unknown()));
  yield {
    type: 'restore-end',
    report: { added, known, damaged, presets: presets ?? [], settings: settings ?? {} },
  };
}

const ENTRY = new RegExp(`^(${BACKUP_KINDS.join('|')})/[^/]+\\.json$`);

function listEntries(zip: BackupZip): { kind: BackupKind; name: string }[] {
  return [...zip.keys()].flatMap((name) => {
    const kind = ENTRY.exec(name)?.[1];
    return kind ? [{ kind: kind as BackupKind, name }] : [];
  });
}

const readOptional = <T>(zip: BackupZip, name: string, schema: z.ZodMiniType<T>) =>
  readEntry(zip, name, schema).catch(() => undefined);

/**
 * What this device cannot keep, and what was stopped, ends it; an entry that cannot be read does
 * not.
 */
function skipDamaged(thrown: unknown, signal: AbortSignal): 'damaged' {
  throwIfAborted(signal);
  if (EngineError.from(thrown).code !== 'invalid_request') throw thrown;
  return 'damaged';
}
