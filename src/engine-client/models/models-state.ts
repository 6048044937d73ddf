import type { EngineError } from '../../engine/errors.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import type { WeightsUse } from '../../engine/models/store/storage-use.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import { createObservable, type WritableObservable } from '../observable.ts';
import type { RunningDownload } from '../tab-news.ts';

/** A download as the tray and the card of its model show it. */
export interface DownloadState extends RunningDownload {
  /**
   * `elsewhere`: another tab is at it. `paused`: by the user, or because its page ended; what has
   * arrived is stored.
   */
  status: 'running' | 'elsewhere' | 'paused' | 'failed';
  /** Why it failed. */
  error: EngineError | null;
  /**
   * Where the disk is full: models whose deletion makes enough room, the least recently used first.
   */
  evictable: readonly InstalledModel[];
  /** An import that broke off: only the user can give its folder again. */
  isImport: boolean;
  /** Not to be shown on every screen any more. */
  isDismissed: boolean;
}

/** The work on an installed model, or its result. */
export interface ModelJob {
  kind: 'verify' | 'repair' | 'export';
  status: 'running' | 'done' | 'failed';
  doneBytes: number;
  totalBytes: number;
  outcome: JobOutcome | null;
  error: EngineError | null;
}

export type JobOutcome =
  | { type: 'sound'; totalBytes: number }
  | { type: 'damaged'; damagedBytes: number }
  | { type: 'repaired'; fetchedBytes: number }
  | { type: 'exported'; folder: string; totalBytes: number };

/** An import, or its result. */
export interface ImportState {
  id: string;
  /** What was given: the name of a folder or a file. */
  name: string;
  status: 'running' | 'done' | 'failed';
  /** First the files are read for their hashes, then copied into the store. */
  phase: 'check' | 'copy';
  doneBytes: number;
  totalBytes: number;
  /** Models that are in. */
  imported: readonly ModelManifest[];
  error: EngineError | null;
}

/** The models on this device and all work on them. */
export interface ModelsState {
  catalog: readonly ModelManifest[];
  /** What the origin's own mirror of a hub lists besides; empty on a host without one. */
  mirrored: readonly ModelManifest[];
  /** `null` until the store has been read. */
  installed: readonly InstalledModel[] | null;
  /** By model id: downloads that run, wait or have failed. */
  downloads: Readonly<Record<string, DownloadState>>;
  /** What each model takes; `null` until it has been counted. */
  use: WeightsUse | null;
  /** By model id. */
  jobs: Readonly<Record<string, ModelJob>>;
  imports: readonly ImportState[];
}

export type ModelsStateCell = WritableObservable<ModelsState>;

export function createModelsState(): ModelsStateCell {
  return createObservable<ModelsState>({
    catalog: CATALOG,
    mirrored: [],
    installed: null,
    downloads: {},
    use: null,
    jobs: {},
    imports: [],
  });
}

/** A record with one entry changed; `undefined` takes it out. */
export function changeEntry<T>(
  record: Readonly<Record<string, T>>,
  key: string,
  change: (before: T | undefined) => T | undefined,
): Readonly<Record<string, T>> {
  const { [key]: before, ...others } = record;
  const after = change(before);
  return after === undefined ? others : { ...others, [key]: after };
}
