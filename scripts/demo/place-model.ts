import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ModelPlace } from '../../server/mirrored-models.ts';

/**
 * What `--model` names: an id stays what it is; a folder is shared as a model, and nothing beside
 * it, under the names of itself and of the folder that it lies in. `folders` are shared besides.
 */
export function placeModel(
  model: string | undefined,
  folders: readonly string[],
): { model: string | undefined; places: ModelPlace[] } {
  if (!model || !statSync(model, { throwIfNoEntry: false })?.isDirectory())
    return { model, places: [...folders] };
  const folder = resolve(model);
  const id = [basename(dirname(folder)), basename(folder)].map(nameWord).join('/');
  return { model: id, places: [{ id, folder }, ...folders] };
}

/** As a repository may be called. */
function nameWord(word: string): string {
  return word.replace(/[^\w.-]+/g, '-') || 'local';
}
