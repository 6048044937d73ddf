import type * as z from 'zod/mini';
import { EngineError } from '../../engine/errors.ts';
import { readZip, type ZipEntry } from '../../engine/files/read-zip.ts';
import { parseJson } from '../../engine/parse-json.ts';
import { BACKUP_VERSION, headerSchema, HEADER_NAME, type KeptFiles } from './backup-format.ts';

/** The entries of a backup by their names. */
export type BackupZip = ReadonlyMap<string, ZipEntry>;

/** Throws `invalid_request` for a file that is not a backup, or of a newer version. */
export async function openBackup(file: Blob): Promise<BackupZip> {
  const zip = await readZip(file).catch(() => undefined);
  const header = zip && (await readEntry(zip, HEADER_NAME, headerSchema).catch(() => undefined));
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
  return zip;
}

/** JSON longer than this was not written here. */
const MAX_JSON_BYTES = 256e6;

/** Throws `invalid_request` for what is missing, damaged or something else. */
export async function readEntry<T>(
  zip: BackupZip,
  name: string,
  schema: z.ZodMiniType<T>,
): Promise<T> {
  const read = schema.safeParse(await readJson(zip, name));
  if (!read.success) throw unreadable(name, read.error);
  return read.data;
}

async function readJson(zip: BackupZip, name: string): Promise<unknown> {
  const entry = zip.get(name);
  if (!entry || entry.sizeBytes > MAX_JSON_BYTES) throw unreadable(name);
  return parseJson(await (await entry.read()).text());
}

/** Throws `invalid_request` for a file that is missing or damaged. */
export async function readFile(
  zip: BackupZip,
  { name, type }: { name: string; type: string },
  signal: AbortSignal,
): Promise<Blob> {
  const entry = zip.get(name);
  if (!entry) throw unreadable(name);
  return (await entry.read(signal)).slice(0, entry.sizeBytes, type);
}

export async function readFiles(
  zip: BackupZip,
  files: KeptFiles,
  signal: AbortSignal,
): Promise<Map<string, Blob>> {
  const read = new Map<string, Blob>();
  for (const { key, file } of files) read.set(key, await readFile(zip, file, signal));
  return read;
}

function unreadable(name: string, cause?: unknown): EngineError {
  return new EngineError('invalid_request', `"${name}" in this backup cannot be read.`, { cause });
}

/**
 * What a damaged entry is called: by its title as far as that can still be read, else by its name in
 * the zip.
 */
export async function nameEntry(zip: BackupZip, name: string): Promise<string> {
  const content = await readJson(zip, name).catch(() => undefined);
  const title = PLACES_OF_TITLES.map((place) => readText(content, place)).find(Boolean);
  return title ? `“${title}”` : name;
}

const PLACES_OF_TITLES = [
  ['conversation', 'title'],
  ['picture', 'parameters', 'prompt'],
  ['reading', 'title'],
  ['project', 'name'],
  ['project', 'draft', 'brief'],
  ['recipe', 'name'],
] as const;

const LONGEST_TITLE = 60;

function readText(content: unknown, place: readonly string[]): string {
  const found = place.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && key in inside
        ? (inside as Record<string, unknown>)[key]
        : undefined,
    content,
  );
  return typeof found === 'string' ? found.trim().slice(0, LONGEST_TITLE) : '';
}
