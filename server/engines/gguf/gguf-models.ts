import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { writeGgufManifest } from '../../../src/engine/models/gguf/gguf-manifest.ts';
import { readGgufName } from '../../../src/engine/models/gguf/gguf-names.ts';
import { readGgufHeader } from '../../../src/engine/models/gguf/read-gguf-header.ts';
import type { ChatManifest } from '../../../src/engine/models/manifest.ts';
import { openMirroredModels, type NamedModel } from '../../mirrored-models.ts';

/** A model in GGUF that lies in a folder. */
export interface GgufModel {
  manifest: ChatManifest;
  /** Of its file; of the first one, if it was split. */
  path: string;
  installedAt: number;
}

/** The GGUF models in folders of hub layout, by what their headers say. */
export interface GgufModels {
  list(): Promise<readonly GgufModel[]>;
  find(id: string): Promise<GgufModel | undefined>;
}

export function openGgufModels(folders: readonly string[]): GgufModels {
  const places = openMirroredModels(folders);
  /** By path and time of change, so that each file is read once. */
  const known = new Map<string, Promise<GgufModel | undefined>>();

  async function listFolder(model: NamedModel): Promise<GgufModel[]> {
    const files = (await places.listFiles(model)).filter(({ path }) => isFirstPart(path));
    const read = files.map(({ path, file, changedAt }) => {
      const key = `${file} ${changedAt}`;
      const reading = known.get(key) ?? describe(model, path, file, files.length > 1);
      known.set(key, reading);
      return reading;
    });
    return (await Promise.all(read)).filter((each) => each !== undefined);
  }
  const list = async () => (await Promise.all((await places.list()).map(listFolder))).flat();
  return { list, find: async (id) => (await list()).find(({ manifest }) => manifest.id === id) };
}

/** A split model is known by its first file; projectors of pictures are parts of other models. */
const isFirstPart = (path: string) => readGgufName(path)?.part === 1;

/** `undefined` for files that are damaged, and for models that do not chat. */
async function describe(
  { id }: NamedModel,
  path: string,
  file: string,
  hasSiblings: boolean,
): Promise<GgufModel | undefined> {
  const header = await readGgufHeader((await openAsBlob(file)) as Blob).catch(() => undefined);
  if (!header || header.isForEmbeddings) return undefined;
  const { size, mtimeMs } = await stat(file);
  const name = basename(readGgufName(path)?.whole ?? path).replace(/\.gguf$/i, '');
  const dtype = header.quantisation ?? 'Q4_K_M';
  return {
    path: file,
    installedAt: Math.floor(mtimeMs),
    manifest: writeGgufManifest(header, {
      ...{ id: hasSiblings ? `${id}:${name}` : id, title: id },
      ...{ repository: id, revision: 'main', mostContext: Infinity },
      variants: [{ dtype, files: [{ path, sizeBytes: size }] }],
    }),
  };
}
