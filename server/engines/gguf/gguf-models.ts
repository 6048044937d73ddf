import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GgufHeader } from '../../../src/engine/models/gguf/read-gguf-header.ts';
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

const PART = /-(\d{5})-of-\d{5}\.gguf$/i;

/** A split model is known by its first file; projectors of pictures are parts of other models. */
function isFirstPart(path: string): boolean {
  const name = basename(path);
  if (!/\.gguf$/i.test(name) || /^mmproj/i.test(name)) return false;
  const [, part] = PART.exec(name) ?? [];
  return part === undefined || Number(part) === 1;
}

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
  const name = basename(path)
    .replace(PART, '')
    .replace(/\.gguf$/i, '');
  return {
    path: file,
    installedAt: Math.floor(mtimeMs),
    manifest: toManifest(header, {
      id: hasSiblings ? `${id}:${name}` : id,
      repository: id,
      path,
      size,
    }),
  };
}

interface GgufPlace {
  id: string;
  repository: string;
  path: string;
  size: number;
}

function toManifest(
  {
    name,
    architecture,
    quantisation,
    contextLength = 4096,
    licence = 'unknown',
    parameters,
  }: GgufHeader,
  { id, repository, path, size }: GgufPlace,
): ChatManifest {
  return {
    id,
    title: name ?? id,
    summary: `${architecture}, ${quantisation}, ${(size / 1e9).toFixed(1)} GB.`,
    task: 'chat',
    engine: 'llama-cpp',
    origin: 'hub',
    repository,
    revision: 'main',
    licence,
    ...(parameters > 0 && { parameters }),
    contextLength,
    files: [],
    variants: [{ dtype: nearestDtype(quantisation), files: [{ path, sizeBytes: size }] }],
    capabilities: { guide: false },
    defaults: { maxTokens: 2048, temperature: 0.7, topP: 0.95 },
  };
}

/** Manifests know the number formats of ONNX alone. */
function nearestDtype(quantisation: string): 'fp32' | 'fp16' | 'q8' | 'q4' {
  if (quantisation === 'F32') return 'fp32';
  if (/F16/.test(quantisation)) return 'fp16';
  return /Q8|Q6/.test(quantisation) ? 'q8' : 'q4';
}
