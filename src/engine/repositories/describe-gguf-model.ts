import { EngineError } from '../errors.ts';
import { checkGguf } from '../models/gguf/check-gguf.ts';
import { writeGgufManifest } from '../models/gguf/gguf-manifest.ts';
import { readGgufName, type GgufName } from '../models/gguf/gguf-names.ts';
import { GGUF_QUANTISATIONS, type GgufQuantisation } from '../models/gguf/quantisations.ts';
import { readGgufHeader } from '../models/gguf/read-gguf-header.ts';
import { openRemoteFile, type Hub, type HubFile } from '../models/hub/hub.ts';
import type { ChatManifest } from '../models/manifest.ts';
import type { ListedRepository } from './listed-repository.ts';

/** Keys and values of more than this take as much memory as a small model. */
const MOST_CONTEXT = 8192;

/** A model in one number format, whole or in parts. */
interface Build {
  name: GgufName;
  files: HubFile[];
}

/**
 * Makes a manifest of a repository with models in GGUF: of one model, in all number formats that it
 * has. `undefined` if it has none. Reads the header of one file. Throws `not_supported` for a model
 * that does not chat here or of which parts are missing, `weights_damaged` for one that was cut.
 */
export async function describeGgufModel(
  hub: Hub,
  repository: ListedRepository,
  signal?: AbortSignal,
): Promise<ChatManifest | undefined> {
  const { repository: id, revision, files } = repository;
  const builds = listBuilds([...files.values()]);
  if (builds.length === 0) return undefined;
  const whole = builds.filter(({ name, files: parts }) => parts.length === name.parts);
  const [best] = rank(whole);
  const [first] = best?.files ?? [];
  if (!best || !first) throw missingParts(id, builds);
  const header = await readGgufHeader(openRemoteFile(hub, id, revision, first, signal));
  const title = titleOf(id, best.name);
  checkGguf(header, first.sizeBytes, title);
  const ofOneModel = whole.filter(({ name }) => name.stem === best.name.stem);
  const named = nameBuilds(ofOneModel, best, header.quantisation);
  const variants = [...named].map(([dtype, build]) => ({ dtype, files: build.files }));
  variants.sort((a, b) => sizeOf(a.files) - sizeOf(b.files));
  return writeGgufManifest(header, { ...repository, id, title, variants }, MOST_CONTEXT);
}

function listBuilds(files: readonly HubFile[]): Build[] {
  const builds = new Map<string, Build>();
  for (const file of files) {
    const name = readGgufName(file.path);
    if (!name) continue;
    const build = builds.get(name.whole) ?? { name, files: [] };
    build.files.push(file);
    builds.set(name.whole, build);
  }
  for (const { files: parts } of builds.values()) parts.sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...builds.values()];
}

/** The number format that people use first; those that name none last. */
function rank(builds: readonly Build[]): Build[] {
  const placeOf = ({ name: { quantisation } }: Build) =>
    quantisation ? GGUF_QUANTISATIONS.indexOf(quantisation) : GGUF_QUANTISATIONS.length;
  return [...builds].sort(
    (a, b) => placeOf(a) - placeOf(b) || a.name.whole.length - b.name.whole.length,
  );
}

/** One build of each format; a file whose name does not say it has that of its header. */
function nameBuilds(
  builds: readonly Build[],
  read: Build,
  quantisation: GgufQuantisation | undefined,
): Map<GgufQuantisation, Build> {
  const named = new Map<GgufQuantisation, Build>();
  for (const build of rank(builds)) {
    const own = build.name.quantisation ?? (build === read ? (quantisation ?? 'F16') : undefined);
    if (own && !named.has(own)) named.set(own, build);
  }
  return named;
}

function missingParts(id: string, builds: readonly Build[]): EngineError {
  const [{ name, files } = { name: { parts: 0, whole: '' }, files: [] }] = builds;
  return new EngineError(
    'not_supported',
    `${id} has ${files.length} of the ${name.parts} parts of ${name.whole}. All are needed.`,
  );
}

const sizeOf = (files: readonly HubFile[]) =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** "owner/Qwen3-8B-GGUF" is "Qwen3 8B"; what has no name of its own goes by its file's. */
function titleOf(repository: string, { stem }: GgufName): string {
  const name = repository
    .split('/')
    .at(-1)
    ?.replace(/[-_.]?GGUF$/i, '');
  return (name || stem).replaceAll('-', ' ');
}
