import { EngineError } from '../../errors.ts';
import { bringFile, type BringOptions } from './bring-file.ts';
import { checkRoom, type MeasureRoom } from './check-room.ts';
import { locateChoice, type LocatedModel, type WeightSources } from '../hub/locate-model.ts';
import {
  defaultVoices,
  filesOfVariant,
  isPinned,
  keyOfFile,
  listParts,
  type Dtype,
  type ModelManifest,
  type PinnedFile,
} from '../manifest.ts';
import { keepDigests, type Choice } from '../hub/pin-manifest.ts';
import { runPool, type Pool } from './run-pool.ts';
import { PROGRESS_EVERY_MS, settlesWithin } from '../settles-within.ts';
import type { ChunkStore } from '../store/weight-store.ts';

/**
 * What happens while a model is fetched. Bytes count what is stored, an earlier, broken-off attempt
 * included.
 */
export type DownloadEvent =
  | { type: 'download-start'; loadedBytes: number; totalBytes: number }
  | { type: 'download-progress'; loadedBytes: number; totalBytes: number }
  /**
   * The hub asks us to wait until then, by `Date.now()`. Told again and again while it lasts, also
   * before the start.
   */
  | { type: 'download-pause'; until: number }
  | { type: 'download-end'; totalBytes: number; fetchedBytes: number };

export interface DownloadRequest {
  manifest: ModelManifest;
  dtype: Dtype;
  /** Which voices or other parts to fetch. Default: the first voice. */
  voices?: readonly string[];
  /** Its files come from a folder, which nobody but the user can give again. */
  isImport?: boolean;
}

/** What a download needs besides its sources. */
export interface DownloadOptions extends BringOptions {
  measureRoom: MeasureRoom;
}

const PARALLEL_FILES = 3;

/**
 * Fetches a model's files into the store and registers it as installed. Each file is checked
 * against its digest; chunks that an earlier attempt stored are not fetched again, and the voices
 * that it was to bring come as well. Aborting keeps what has arrived, and the download is
 * remembered until it is done or discarded (model-library.ts). Throws `model_not_found` (for what
 * comes with the app `download_failed`), `network_unreachable`, `download_failed`, `aborted`, and
 * `storage_full`: before the first byte where the room is known not to be enough, with
 * `neededBytes` and `freeBytes`; else with `isDownload`.
 */
export async function* downloadModel(
  request: DownloadRequest,
  sources: WeightSources,
  options: DownloadOptions,
  signal: AbortSignal,
): AsyncGenerator<DownloadEvent> {
  const { store } = options;
  const pause = createPause();
  const patient = { ...options, onPause: pause.begin };
  const choice = await completeChoice(request, store);
  const locating = locateChoice(request.manifest, choice, sources, signal, patient);
  while (!(await settlesWithin(locating, PROGRESS_EVERY_MS))) yield* pause.tell();
  const located = await locating.catch(async (thrown: unknown) => {
    await remember(request.manifest, choice, EngineError.from(thrown), store).catch(
      () => undefined,
    );
    throw thrown;
  });
  const { pinned } = located;
  const files = filesOfVariant(pinned, choice.dtype, choice.voices).filter(isPinned);
  await checkRoom(files, store, options.measureRoom);
  await putDownload(pinned, choice, store);
  const bytes = {
    loaded: 0,
    fetched: 0,
    total: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
  const run = bringFiles(files, located, patient, signal, bytes);
  const progress = () => ({ loadedBytes: bytes.loaded, totalBytes: bytes.total });
  yield { type: 'download-start', ...progress() };
  while (!(await run.settledWithin(PROGRESS_EVERY_MS))) {
    yield* pause.tell();
    yield { type: 'download-progress', ...progress() };
  }
  // In case it failed: how far it got.
  yield { type: 'download-progress', ...progress() };
  await run.done.catch((thrown: unknown) => {
    throw explainFailure(EngineError.from(thrown, 'download_failed'), pinned);
  });
  await options.locks.hold(`triptych-model ${pinned.id}`, signal, () =>
    register(pinned, choice, store),
  );
  await store.deleteDownload(pinned.id);
  yield { type: 'download-end', totalBytes: bytes.total, fetchedBytes: bytes.fetched };
}

/** In words that fit what was being fetched. */
function explainFailure(error: EngineError, { origin, title }: ModelManifest): EngineError {
  const { code, message, details } = error;
  if (code === 'model_not_found' && origin === 'built-in')
    return new EngineError(
      'download_failed',
      `this site lacks a file of ${title}, which comes with it. If it has just been updated, reload the page`,
      { cause: error, details },
    );
  if (code === 'storage_full')
    return new EngineError(code, message, {
      cause: error,
      details: { ...details, isDownload: true },
    });
  return error;
}

type BegunChoice = Choice & Required<Pick<DownloadRequest, 'isImport'>>;

/** The voices of the model's unfinished download are still wanted, whoever continues it. */
async function completeChoice(
  { manifest, dtype, voices = defaultVoices(manifest), isImport = false }: DownloadRequest,
  store: ChunkStore,
): Promise<BegunChoice> {
  const earlier = (await store.listDownloads()).find(
    (download) => download.manifest.id === manifest.id,
  );
  return { dtype, voices: [...new Set([...voices, ...(earlier?.voices ?? [])])], isImport };
}

/** A download stopped before the hub answered is as unfinished as one stopped later. */
async function remember(
  manifest: ModelManifest,
  choice: BegunChoice,
  { code }: EngineError,
  store: ChunkStore,
) {
  if (code !== 'aborted' && code !== 'network_unreachable') return;
  const downloads = await store.listDownloads();
  if (!downloads.some((download) => download.manifest.id === manifest.id))
    await putDownload(manifest, choice, store);
}

async function putDownload(
  manifest: ModelManifest,
  { dtype, voices, isImport }: BegunChoice,
  store: ChunkStore,
): Promise<void> {
  const startedAt = Date.now();
  await store.putDownload({ manifest, dtype, voices: [...voices], startedAt, isImport });
}

/** Brings files a few at a time, counting. */
function bringFiles(
  files: readonly PinnedFile[],
  { pinned, urlOf }: LocatedModel,
  options: BringOptions,
  signal: AbortSignal,
  count: { loaded: number; fetched: number },
): Pool {
  return runPool(files, PARALLEL_FILES, signal, (file, poolSignal) => {
    const address = { ...urlOf(file.path), sizeBytes: file.sizeBytes };
    return bringFile(
      file,
      keyOfFile(pinned, file.path),
      address,
      options,
      poolSignal,
      (bytes, isFresh) => {
        count.loaded += bytes;
        if (isFresh && bytes > 0) count.fetched += bytes;
      },
    );
  });
}

/** The latest pause that a hub asked for. */
function createPause() {
  let until = 0;
  return {
    begin: (time: number) => void (until = Math.max(until, time)),
    *tell(): Generator<DownloadEvent> {
      if (until > Date.now()) yield { type: 'download-pause', until };
    },
  };
}

/**
 * Another revision of the model replaces the one before; another build or voice of the same joins
 * it.
 */
async function register(
  manifest: ModelManifest,
  { dtype, voices }: Choice,
  store: ChunkStore,
): Promise<void> {
  const before = await store.getModel(manifest.id);
  const kept = before?.manifest.revision === manifest.revision ? before : undefined;
  const now = Date.now();
  const known = listParts(manifest).map(({ id }) => id);
  const brought = voices.filter((voice) => known.includes(voice));
  await store.putModel({
    ...kept,
    manifest: kept ? keepDigests(manifest, kept.manifest) : manifest,
    dtypes: [...new Set([...(kept?.dtypes ?? []), dtype])],
    voices: [...new Set([...(kept?.voices ?? []), ...brought])],
    installedAt: now,
    lastUsedAt: now,
  });
}
