import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  writeGgufEmbeddingManifest,
  writeGgufManifest,
  type GgufPlace,
} from '../../../src/engine/models/gguf/gguf-manifest.ts';
import { readGgufName } from '../../../src/engine/models/gguf/gguf-names.ts';
import {
  readGgufHeader,
  type GgufHeader,
} from '../../../src/engine/models/gguf/read-gguf-header.ts';
import type { ChatManifest, ManifestOf } from '../../../src/engine/models/manifest.ts';
import { openMirroredModels, type NamedModel } from '../../mirrored-models.ts';

export type GgufManifest = ChatManifest | ManifestOf<'embedding'>;

/** A model in GGUF that lies in a folder. */
export interface GgufModel<Manifest extends GgufManifest = GgufManifest> {
  manifest: Manifest;
  /** Of its file; of the first one, if it was split. */
  path: string;
  installedAt: number;
}

/**
 * The GGUF models in folders of hub layout, by what their headers say: those that chat, and those
 * that make vectors of texts.
 */
export interface GgufModels {
  list(): Promise<readonly GgufModel[]>;
  find(id: string): Promise<GgufModel | undefined>;
  findChat(id: string): Promise<GgufModel<ChatManifest> | undefined>;
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
  const find = async (id: string) => (await list()).find(({ manifest }) => manifest.id === id);
  return {
    list,
    find,
    async findChat(id) {
      const found = await find(id);
      return found && chats(found) ? found : undefined;
    },
  };
}

export function chats(model: GgufModel): model is GgufModel<ChatManifest> {
  return model.manifest.task === 'chat';
}

/** A split model is known by its first file; projectors of pictures are parts of other models. */
const isFirstPart = (path: string) => readGgufName(path)?.part === 1;

/** `undefined` for files that are damaged, and for models that do something else. */
async function describe(
  { id }: NamedModel,
  path: string,
  file: string,
  hasSiblings: boolean,
): Promise<GgufModel | undefined> {
  const header = await readGgufHeader((await openAsBlob(file)) as Blob).catch(() => undefined);
  if (!header) return undefined;
  const { size, mtimeMs } = await stat(file);
  const name = basename(readGgufName(path)?.whole ?? path).replace(/\.gguf$/i, '');
  const dtype = header.quantisation ?? 'Q4_K_M';
  const manifest = writeManifest(header, {
    ...{ id: hasSiblings ? `${id}:${name}` : id, title: id },
    ...{ repository: id, revision: 'main' },
    variants: [{ dtype, files: [{ path, sizeBytes: size }] }],
  });
  return manifest && { path: file, installedAt: Math.floor(mtimeMs), manifest };
}

function writeManifest(header: GgufHeader, place: GgufPlace): GgufManifest | undefined {
  switch (header.task) {
    case 'chat':
      return writeGgufManifest(header, place, Infinity);
    case 'embedding':
      return writeGgufEmbeddingManifest(header, place);
    case 'ranking':
      return undefined;
  }
}
