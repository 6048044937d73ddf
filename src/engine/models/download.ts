import { EngineError } from '../errors.ts';
import { bringFile, type BringOptions } from './bring-file.ts';
import { checkRoom, type MeasureRoom } from './check-room.ts';
import { askHubs, listFiles, readRevision, resolveUrl, type Hub } from './hub.ts';
import {
  defaultVoices,
  filesOfVariant,
  isPinned,
  keyOfFile,
  type Dtype,
  type ManifestFile,
  type ModelManifest,
  type ModelVariant,
  type PinnedFile,
} from './manifest.ts';
import { runPool } from './run-pool.ts';
import type { ChunkStore } from './weight-store.ts';

/** What happens while a model is fetched. Bytes count what is stored, an earlier, broken-off attempt included. */
export type DownloadEvent =
  | { type: 'download-start'; loadedBytes: number; totalBytes: number }
  | { type: 'download-progress'; loadedBytes: number; totalBytes: number }
  | { type: 'download-end'; totalBytes: number; fetchedBytes: number };

/** Where weights come from. */
export interface WeightSources {
  /** Folder of the built-in models, on the app's own origin. */
  readonly starter: Hub;
  /** Hubs in the order in which they are asked. */
  readonly hubs: readonly Hub[];
}

export interface DownloadRequest {
  manifest: ModelManifest;
  dtype: Dtype;
  /** Of a speech model: which voices to bring. Default: its first one. */
  voices?: readonly string[];
}

/** What a download needs besides its sources. */
export interface DownloadOptions extends BringOptions {
  measureRoom: MeasureRoom;
}

const PARALLEL_FILES = 3;
const PROGRESS_EVERY_MS = 100;

/**
 * Fetches a model's files into the store and registers it as installed. Each file is checked against its digest; chunks that an
 * earlier attempt stored are not fetched again. Aborting keeps what has arrived, and the download is remembered until it is done or
 * discarded (model-library.ts).
 * Throws `model_not_found`, `network_unreachable`, `download_failed`, `aborted`, and `storage_full`: before the first byte where the room is
 * known not to be enough, with `neededBytes` and `freeBytes`.
 */
export async function* downloadModel(
  { manifest, dtype, voices = defaultVoices(manifest) }: DownloadRequest,
  sources: WeightSources,
  options: DownloadOptions,
  signal: AbortSignal,
): AsyncGenerator<DownloadEvent> {
  const { store } = options;
  const { pinned, urlOf } = await locate(manifest, sources, signal);
  if (!pinned.variants.some((variant) => variant.dtype === dtype))
    throw new EngineError('model_not_found', `${manifest.repository} has no ${dtype} build on this hub.`);
  const files = filesOfVariant(pinned, dtype, voices).filter(isPinned);
  await checkRoom(files, store, options.measureRoom);
  await store.putDownload({ manifest: pinned, dtype, voices: [...voices], startedAt: Date.now() });
  const totalBytes = sum(files.map(({ sizeBytes }) => sizeBytes));
  let loadedBytes = 0;
  let fetchedBytes = 0;
  const run = runPool(files, PARALLEL_FILES, signal, (file, poolSignal) => {
    const address = { ...urlOf(file.path), sizeBytes: file.sizeBytes };
    return bringFile(file, keyOfFile(pinned, file.path), address, options, poolSignal, (bytes, isFresh) => {
      loadedBytes += bytes;
      if (isFresh && bytes > 0) fetchedBytes += bytes;
    });
  });
  yield { type: 'download-start', loadedBytes, totalBytes };
  while (!(await run.settledWithin(PROGRESS_EVERY_MS))) yield { type: 'download-progress', loadedBytes, totalBytes };
  // Should it have failed: this far it came.
  yield { type: 'download-progress', loadedBytes, totalBytes };
  await run.done;
  await options.locks.hold(`triptych-model ${pinned.id}`, signal, () => register(pinned, dtype, voices, store));
  await store.deleteDownload(pinned.id);
  yield { type: 'download-end', totalBytes, fetchedBytes };
}

/** A model whose files have sizes and digests, and where they are. */
export interface LocatedModel {
  pinned: ModelManifest;
  urlOf(path: string): { hub: Hub; url: string };
}

/** Asks the hubs, in order, for the commit and for sizes and digests; a built-in model knows its own. */
export async function locate(
  manifest: ModelManifest,
  sources: WeightSources,
  signal: AbortSignal,
): Promise<LocatedModel> {
  if (manifest.origin === 'built-in') {
    const { starter: hub } = sources;
    return { pinned: manifest, urlOf: (path: string) => ({ hub, url: `${hub.url}/${manifest.repository}/${path}` }) };
  }
  return askHubs(sources.hubs, async (hub) => {
    const pinned = await pinManifest(manifest, hub, signal);
    const { repository, revision } = pinned;
    return { pinned, urlOf: (path: string) => ({ hub, url: resolveUrl(hub, repository, revision, path) }) };
  });
}

/** The manifest with the commit and with every file's size and digest as the hub gives them. */
export async function pinManifest(manifest: ModelManifest, hub: Hub, signal?: AbortSignal): Promise<ModelManifest> {
  const { commit } = await readRevision(hub, manifest.repository, manifest.revision, signal);
  const listed = await listFiles(hub, manifest.repository, commit, signal);
  const find = ({ path }: ManifestFile) => listed.filter((file) => isNamed(file.path, path));
  const pin = (file: ManifestFile): PinnedFile[] => {
    const found = find(file);
    if (found.length === 0 && !file.isOptional)
      throw new EngineError(
        'model_not_found',
        `${manifest.repository} has no file ${file.path} at ${commit.slice(0, 8)}.`,
      );
    const { digest } = file;
    if (digest?.startsWith('sha256:') && found.some((candidate) => candidate.digest !== digest))
      throw new EngineError('download_failed', `${file.path} on ${hub.url} is not the file that the catalogue names.`);
    return found;
  };
  // A mirror may hold some of the builds only: those are the ones that can be had there.
  const isListed = ({ files }: ModelVariant) => files.every((file) => file.isOptional || find(file).length > 0);
  const [here, absent] = partition(manifest.variants, isListed);
  if (here.length === 0 && absent[0]) absent[0].files.forEach(pin);
  const pinned = {
    ...manifest,
    revision: commit,
    files: manifest.files.flatMap(pin),
    variants: here.map((variant) => ({ ...variant, files: variant.files.flatMap(pin) })),
  };
  if (pinned.task !== 'speech') return pinned;
  // A mirror may hold a few of the voices only: those are the ones that can be chosen.
  const voices = pinned.voices.flatMap((voice) => {
    const [file] = find(voice.file);
    return file ? [{ ...voice, file }] : [];
  });
  return { ...pinned, voices };
}

/** Whether a path is the one that a manifest names, in which `*` stands for any part of a name. */
function isNamed(path: string, name: string): boolean {
  const [before = '', ...rest] = name.split('*');
  const after = rest.at(-1);
  if (after === undefined) return path === name;
  const isLongEnough = path.length >= before.length + after.length;
  return isLongEnough && path.startsWith(before) && path.endsWith(after);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Another revision of the model replaces the one before; another build or voice of the same joins it. */
async function register(
  manifest: ModelManifest,
  dtype: Dtype,
  voices: readonly string[],
  store: ChunkStore,
): Promise<void> {
  const before = await store.getModel(manifest.id);
  const kept = before?.manifest.revision === manifest.revision ? before : undefined;
  const now = Date.now();
  await store.putModel({
    ...kept,
    manifest,
    dtypes: [...new Set([...(kept?.dtypes ?? []), dtype])],
    voices: [...new Set([...(kept?.voices ?? []), ...voices])],
    installedAt: now,
    lastUsedAt: now,
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
