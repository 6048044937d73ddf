import { EngineError } from '../../engine/errors.ts';
import type { DownloadRequest } from '../../engine/models/download/download.ts';
import {
  defaultVoices,
  sizeOfVariant,
  type Dtype,
  type ModelManifest,
} from '../../engine/models/manifest.ts';
import { chooseEvictions } from '../../engine/models/store/storage-use.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import type { WeightsWorker } from '../../../workers/weights.worker.ts';
import {
  changeEntry,
  type DownloadState,
  type ModelsState,
  type ModelsStateCell,
} from './models-state.ts';
import { createSpeedometer } from '../speedometer.ts';
import type { RunningDownload, TabNews } from '../tab-news.ts';
import type { Tabs } from '../../engine/tabs.ts';
import type { WorkerConnection } from '../worker-connection.ts';

/** What an installation took. */
export interface Installation {
  fetchedBytes: number;
}

/** This tab's downloads, those other tabs report, and those nobody works on. */
export interface ModelDownloads {
  /**
   * Starts or continues; resolves when the model is installed. Voices: by default those of its
   * unfinished download, else the first one; what an unfinished download was to bring comes as
   * well. Throws as downloadModel does.
   */
  download(
    manifest: ModelManifest,
    dtype: Dtype,
    voices?: readonly string[],
  ): Promise<Installation>;
  /** Stops a download, in whichever tab it runs, and keeps received bytes. */
  pause(modelId: string): void;
  /** Takes a failed or paused download off the tray for this visit. What has arrived stays. */
  dismiss(modelId: string): void;
  /** Stops a download and discards its received bytes. */
  discard(modelId: string): Promise<void>;
  /** Looks which downloads the store remembers. */
  refresh(): Promise<void>;
}

/** After so long without news the tab that worked on a download is gone. */
const SILENCE_MS = 3000;

interface DownloadsContext {
  worker: WorkerConnection<WeightsWorker>;
  state: ModelsStateCell;
  news: Pick<Tabs<TabNews>, 'tell' | 'listen'>;
  /** Reads the store again, here and in the other tabs. */
  onChange(): Promise<void>;
}

export function createModelDownloads({
  worker,
  state,
  news,
  onChange,
}: DownloadsContext): ModelDownloads {
  const running = new Map<string, { stop: AbortController; done: Promise<Installation> }>();
  const silence = new Map<string, ReturnType<typeof setTimeout>>();

  const set = (
    id: string,
    change: (before: DownloadState | undefined) => DownloadState | undefined,
  ) =>
    state.update((before) => ({ ...before, downloads: changeEntry(before.downloads, id, change) }));

  async function refresh(): Promise<void> {
    const unfinished = await worker.call((library) => library.listUnfinished());
    const ids = new Set(unfinished.map(({ manifest }) => manifest.id));
    for (const [id, { status }] of Object.entries(state.getState().downloads))
      if (!running.has(id) && !ids.has(id) && status !== 'failed') set(id, () => undefined);
    for (const { voices = [], ...download } of unfinished)
      set(download.manifest.id, (before) => before ?? describe({ ...download, voices }, 'paused'));
  }

  news.listen((item) => {
    if (item.type === 'download-pause') running.get(item.modelId)?.stop.abort();
    if (item.type === 'download-progress') showElsewhere(item.download);
  });

  function showElsewhere(download: RunningDownload): void {
    const { id } = download.manifest;
    if (running.has(id)) return;
    clearTimeout(silence.get(id));
    silence.set(
      id,
      setTimeout(() => void forgetElsewhere(id), SILENCE_MS),
    );
    set(id, (before) => ({
      ...describe(download, 'elsewhere'),
      isDismissed: before?.isDismissed ?? false,
    }));
  }
  async function forgetElsewhere(id: string): Promise<void> {
    set(id, (before) => (before?.status === 'elsewhere' ? undefined : before));
    await refresh().catch(() => undefined);
  }

  async function run(
    request: Required<Omit<DownloadRequest, 'isImport'>>,
    signal: AbortSignal,
  ): Promise<Installation> {
    const { manifest, dtype, voices } = request;
    const { id } = manifest;
    const measure = createSpeedometer();
    const before = state.getState().downloads[id];
    const totalBytes = sizeOfVariant(manifest, dtype, voices) ?? 0;
    let now = startRunning({ ...request, loadedBytes: before?.loadedBytes ?? 0, totalBytes });
    set(id, () => describe(now, 'running'));
    try {
      let fetchedBytes = 0;
      let pausedUntil = 0;
      for await (const event of worker.iterate(
        (library, own) => library.download(request, own),
        signal,
      )) {
        if (event.type === 'download-end') ({ fetchedBytes } = event);
        if (event.type === 'download-end') break;
        if (event.type === 'download-pause') pausedUntil = event.until;
        else now = { ...now, ...countBytes(event), bytesPerSecond: measure(event.loadedBytes) };
        now = { ...now, pauseSeconds: Math.max(0, Math.ceil((pausedUntil - Date.now()) / 1000)) };
        const shared = now;
        set(id, (shown) => shown && { ...shown, ...shared });
        news.tell({ type: 'download-progress', download: shared });
      }
      set(id, () => undefined);
      return { fetchedBytes };
    } catch (thrown) {
      const error = EngineError.from(thrown, 'download_failed');
      if (error.code === 'aborted')
        set(id, (shown) => shown && { ...shown, status: 'paused', bytesPerSecond: 0 });
      else await showFailure(id, error);
      throw error;
    } finally {
      running.delete(id);
      await onChange().catch(() => undefined);
    }
  }

  async function showFailure(id: string, error: EngineError): Promise<void> {
    const evictable = await findEvictable(id, error).catch(() => []);
    set(
      id,
      (shown) => shown && { ...shown, status: 'failed', bytesPerSecond: 0, error, evictable },
    );
  }

  /** Which models would free enough room, if room is missing. */
  async function findEvictable(
    id: string,
    { code, details }: EngineError,
  ): Promise<InstalledModel[]> {
    if (code !== 'storage_full') return [];
    const { downloads, installed } = state.getState();
    const { totalBytes = 0, loadedBytes = 0 } = downloads[id] ?? {};
    const { neededBytes = totalBytes - loadedBytes, freeBytes = 0 } = details;
    const use = await worker.call((library) => library.measure());
    return chooseEvictions(installed ?? [], use, Number(neededBytes) - Number(freeBytes), id);
  }

  return {
    refresh,
    download(manifest, dtype, voices) {
      const before = running.get(manifest.id);
      if (before) return before.done;
      const stop = new AbortController();
      const done = run(
        { manifest, dtype, voices: chooseVoices(state.getState(), manifest, voices) },
        stop.signal,
      );
      running.set(manifest.id, { stop, done });
      return done;
    },
    pause(id) {
      if (!running.has(id)) return news.tell({ type: 'download-pause', modelId: id });
      running.get(id)?.stop.abort();
    },
    dismiss: (id) => set(id, (before) => before && { ...before, isDismissed: true }),
    async discard(id) {
      const current = running.get(id);
      current?.stop.abort();
      await current?.done.catch(() => undefined);
      await worker.call((library, signal) => library.discard(id, signal));
      set(id, () => undefined);
      await onChange();
    },
  };
}

/** What a download fetches: what is requested now plus what its unfinished one was to fetch. */
export function chooseVoices(
  { downloads }: Pick<ModelsState, 'downloads'>,
  manifest: ModelManifest,
  asked: readonly string[] | undefined,
): string[] {
  const unfinished = downloads[manifest.id]?.voices ?? [];
  const voices = [...(asked ?? []), ...unfinished];
  return voices.length > 0 ? [...new Set(voices)] : defaultVoices(manifest);
}

type Begun = Omit<RunningDownload, 'bytesPerSecond' | 'pauseSeconds'>;

function startRunning(download: Begun): RunningDownload {
  return { ...download, bytesPerSecond: 0, pauseSeconds: 0 };
}

function describe(
  download: Begun & Partial<RunningDownload> & { isImport?: boolean | undefined },
  status: DownloadState['status'],
): DownloadState {
  return {
    ...startRunning(download),
    ...download,
    status,
    isImport: download.isImport ?? false,
    error: null,
    evictable: [],
    isDismissed: false,
  };
}

function countBytes({
  loadedBytes,
  totalBytes,
}: Pick<RunningDownload, 'loadedBytes' | 'totalBytes'>) {
  return { loadedBytes, totalBytes };
}
