import { existsSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** Of weights, where none is set. */
export const DEFAULT_FOLDER = '../shared/models';

/**
 * Folders of weights to mirror: `TRIPTYCH_MODELS`, separated by the platform's delimiter (`:`, or
 * `;` on Windows); by default `../shared/models` if it exists. Throws for a folder that does not.
 */
export function readModelFolders(env: Readonly<Record<string, string | undefined>>): string[] {
  const set = env.TRIPTYCH_MODELS;
  if (set === undefined) return existsSync(DEFAULT_FOLDER) ? [resolve(DEFAULT_FOLDER)] : [];
  const folders = set
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => resolve(folder));
  const missing = findMissingFolder(folders);
  if (missing) throw new Error(`TRIPTYCH_MODELS names ${missing}, which does not exist.`);
  return folders;
}

export function findMissingFolder(folders: readonly string[]): string | undefined {
  return folders.find((folder) => !existsSync(folder));
}
