import { createZipFile } from '../../engine/files/write-zip.ts';
import type { TriptychDatabase } from '../database.ts';
import type { Damage } from './damage.ts';

/**
 * What was damaged as a zip file: each as JSON, as it was found, with what belongs to it: messages of
 * a conversation, and the files of a picture and of pieces of a reading. Throws
 * `storage_unavailable`.
 *
 * @param database - Where it was found; `null` where nothing is kept.
 */
export async function writeDamage(
  damages: readonly Damage[],
  database: TriptychDatabase | null,
): Promise<Blob> {
  const zip = createZipFile();
  for (const [index, damage] of damages.entries()) {
    const name = `${damage.kind}-${index + 1}`;
    const belonging = database ? await readBelonging(damage, database) : [];
    await zip.add(`${name}.json`, new Blob([toJson({ ...damage, belonging })]));
    const files = [damage.stored, ...belonging].flatMap(listBlobs);
    for (const [n, file] of files.entries())
      await zip.add(`${name}-${n + 1}.${EXTENSIONS[file.type] ?? 'bin'}`, file);
  }
  return zip.finish();
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** Only of what is not shown: the rest is where it was. */
async function readBelonging(
  { kind, key, outcome }: Damage,
  database: TriptychDatabase,
): Promise<unknown[]> {
  if (outcome === 'repaired') return [];
  return database.use<unknown[]>(async (db) => {
    if (kind === 'conversation') return db.getAllFromIndex('messages', 'conversationId', key);
    if (kind === 'picture') return db.getAll('pictureFiles', key);
    if (kind === 'reading')
      return db.getAll('readingPieces', IDBKeyRange.bound([key, 0], [key, Infinity]));
    return [];
  });
}

function listBlobs(stored: unknown): Blob[] {
  return typeof stored === 'object' && stored !== null
    ? Object.values(stored).filter((value) => value instanceof Blob)
    : [];
}

/** Of whatever a database can hold: more than JSON can say. */
function toJson(value: unknown): string {
  const above: unknown[] = [];
  return JSON.stringify(
    value,
    function (this: unknown, _name, each: unknown) {
      if (typeof each === 'bigint') return String(each);
      if (typeof each === 'number' && !Number.isFinite(each)) return String(each);
      if (typeof each !== 'object' || each === null) return each;
      if (each instanceof Blob) return `${each.size} bytes`;
      if (each instanceof Map || each instanceof Set) return [...each] as unknown[];
      above.length = above.indexOf(this) + 1;
      if (above.includes(each)) return '…';
      above.push(each);
      return each;
    },
    2,
  );
}
