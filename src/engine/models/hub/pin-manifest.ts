import { EngineError } from '../../errors.ts';
import { isNamed } from '../file-names.ts';
import { listFiles, readDigests, readRevision, type Hub, type HubFile } from './hub.ts';
import {
  filesOfVariant,
  isPinned,
  listParts,
  type Dtype,
  type ManifestFile,
  type ModelManifest,
  type ModelVariant,
} from '../manifest.ts';
import type { Waiting } from './patience.ts';

/** Which files of a model are wanted. */
export interface Choice {
  dtype: Dtype;
  /** Of a speech model. */
  voices: readonly string[];
}

/**
 * The manifest with the commit, and with every file's size and digest as the hub gives them. Builds
 * and voices that the hub does not have are left out. Throws `model_not_found`,
 * `network_unreachable`, `download_failed`.
 */
export async function pinManifest(
  manifest: ModelManifest,
  hub: Hub,
  signal?: AbortSignal,
  waiting?: Waiting,
): Promise<ModelManifest> {
  const { commit } = await readRevision(
    hub,
    manifest.repository,
    manifest.revision,
    signal,
    waiting,
  );
  const listed = await listFiles(hub, manifest.repository, commit, signal, waiting);
  const find = ({ path }: ManifestFile) => listed.filter((file) => isNamed(file.path, path));
  const pin = (file: ManifestFile): HubFile[] => {
    const found = find(file);
    if (found.length === 0 && !file.isOptional)
      throw new EngineError(
        'model_not_found',
        `${manifest.repository} has no file ${file.path} at ${commit.slice(0, 8)}.`,
      );
    return found.map((each) => checkDigest(each, file, hub));
  };
  // A mirror may hold only some of the builds: those are the ones on offer there.
  const isListed = ({ files }: ModelVariant) =>
    files.every((file) => file.isOptional || find(file).length > 0);
  const here = manifest.variants.filter(isListed);
  if (here.length === 0) manifest.variants[0]?.files.forEach(pin);
  const pinned = {
    ...manifest,
    revision: commit,
    files: manifest.files.flatMap(pin),
    variants: here.map((variant) => ({ ...variant, files: variant.files.flatMap(pin) })),
  };
  if (pinned.task !== 'speech') return pinned;
  const voices = pinned.voices.flatMap((voice) => {
    const [file] = find(voice.file);
    const [config] = voice.config ? find(voice.config) : [];
    if (!file || (voice.config && !config)) return [];
    return [{ ...voice, file, ...(config ? { config } : {}) }];
  });
  return { ...pinned, voices };
}

/**
 * The manifest with the digests of what is wanted, from a hub that lists files without them. Errors
 * as pinManifest.
 */
export async function pinDigests(
  manifest: ModelManifest,
  { dtype, voices }: Choice,
  hub: Hub,
  signal?: AbortSignal,
  waiting?: Waiting,
): Promise<ModelManifest> {
  const open = filesOfVariant(manifest, dtype, voices).filter((file) => !isPinned(file));
  if (open.length === 0) return manifest;
  const paths = [...new Set(open.map(({ path }) => path))];
  const digests = await readDigests(
    hub,
    manifest.repository,
    manifest.revision,
    paths,
    signal,
    waiting,
  );
  const unknown = paths.find((path) => !digests.has(path));
  if (unknown !== undefined)
    throw new EngineError('download_failed', `${hub.url} gives no hash for ${unknown}.`);
  const isOpen = new Set<ManifestFile>(open);
  return changeFiles(manifest, (file) =>
    isOpen.has(file) ? { ...file, digest: digests.get(file.path) } : file,
  );
}

/** The manifest with the digests that another one of the same revision has already. */
export function keepDigests(manifest: ModelManifest, before: ModelManifest): ModelManifest {
  const voices = listParts(before).flatMap(({ files }) => files);
  const files = [
    ...before.files,
    ...before.variants.flatMap((variant) => variant.files),
    ...voices,
  ];
  const known = new Map(files.filter(isPinned).map((file) => [file.path, file]));
  return changeFiles(manifest, (file) =>
    isPinned(file) ? file : { ...file, ...known.get(file.path) },
  );
}

function changeFiles(
  manifest: ModelManifest,
  change: (file: ManifestFile) => ManifestFile,
): ModelManifest {
  const changed = {
    ...manifest,
    files: manifest.files.map(change),
    variants: manifest.variants.map((variant) => ({
      ...variant,
      files: variant.files.map(change),
    })),
  };
  if (changed.task !== 'speech') return changed;
  return {
    ...changed,
    voices: changed.voices.map((voice) => ({
      ...voice,
      file: change(voice.file),
      ...(voice.config ? { config: change(voice.config) } : {}),
    })),
  };
}

/** A catalogue may name the very content, which what was found must then have. */
function checkDigest(found: HubFile, { path, digest }: ManifestFile, hub: Hub): HubFile {
  if (!digest?.startsWith('sha256:') || found.digest === digest) return found;
  if (found.digest === undefined) return { ...found, digest };
  throw new EngineError(
    'download_failed',
    `${path} on ${hub.url} is not the file listed in the catalogue.`,
  );
}
