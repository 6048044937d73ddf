import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { createLimit, type FoundFile } from './file-digests.ts';

/** A folder that is shared as one model, under a name that need not be its own. */
export interface NamedModel {
  /** `owner/name`. */
  id: string;
  folder: string;
}

/** What is mirrored: a folder of models in hub layout (`owner/name/path`), or a model. */
export type ModelPlace = string | NamedModel;

export interface MirroredFile extends FoundFile {
  /** In the repository, with slashes. */
  path: string;
}

/** The models of some places. Links that lead out of a model's folder lead nowhere. */
export interface MirroredModels {
  list(): Promise<NamedModel[]>;
  find(owner: string, name: string): Promise<NamedModel | undefined>;
  /** Every file of a model, by path. Reads none. */
  listFiles(model: NamedModel): Promise<MirroredFile[]>;
  findFile(model: NamedModel, path: string): Promise<MirroredFile | undefined>;
}

export function openMirroredModels(places: readonly ModelPlace[]): MirroredModels {
  const named = places.filter((place) => typeof place !== 'string');
  const roots = places.filter((place) => typeof place === 'string');
  const limit = createLimit(16);

  async function findFile({ folder }: NamedModel, path: string): Promise<MirroredFile | undefined> {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]).catch(
      () => [],
    );
    if (!root || !file?.startsWith(root + sep)) return undefined;
    const info = await stat(file, { bigint: true }).catch(() => undefined);
    return info?.isFile()
      ? { path, file, sizeBytes: Number(info.size), changedAt: info.mtimeNs }
      : undefined;
  }
  return {
    findFile,
    async list() {
      const inRoots = (await Promise.all(roots.map(listRoot))).flat();
      return [...named, ...inRoots.filter(({ id }) => !named.some((model) => model.id === id))];
    },
    async find(owner, name) {
      const id = `${owner}/${name}`;
      const found = named.find((model) => model.id === id);
      if (found) return found;
      for (const root of [owner, name].every(isName) ? roots : []) {
        const folder = resolve(root, owner, name);
        if ((await isFolder(resolve(root, owner))) && (await isFolder(folder)))
          return { id, folder };
      }
      return undefined;
    },
    async listFiles(model) {
      const entries = await readdir(model.folder, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(model.folder, sep).length))
        .map((path) => path.split(sep).join('/'));
      const found = await Promise.all(
        paths.sort().map((path) => limit(() => findFile(model, path))),
      );
      return found.filter((file) => file !== undefined);
    },
  };
}

/** One level of a path, and none that a system keeps for itself. */
function isName(word: string): boolean {
  return /^[^./\\\0][^/\\\0]*$/.test(word);
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function listRoot(root: string): Promise<NamedModel[]> {
  const models: NamedModel[] = [];
  for (const owner of await listFolders(root))
    for (const name of await listFolders(join(root, owner)))
      models.push({ id: `${owner}/${name}`, folder: resolve(root, owner, name) });
  return models;
}

async function listFolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && isName(entry.name))
    .map(({ name }) => name);
}
