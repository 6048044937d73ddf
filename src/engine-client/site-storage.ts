import { createObservable, type Observable } from './observable.ts';

/** What this site takes of the browser's storage. */
export interface StorageUse {
  usedBytes: number;
  freeBytes: number;
  /** Whether the browser has promised not to clear it on its own. */
  isPersistent: boolean;
}

/** The one storage figure, for every screen that shows it. */
export interface StorageFigures {
  /** Of all models and of downloads that have begun. */
  modelBytes: number;
  /** Conversations, pictures, readings and the program itself. */
  otherBytes: number;
  totalBytes: number;
  freeBytes: number;
  isPersistent: boolean;
}

/**
 * Models are counted by their files, everything by the browser, which rounds, compresses and counts
 * late: of the two, the whole is never less than its part.
 */
export function splitStorage(
  { usedBytes, freeBytes, isPersistent }: StorageUse,
  modelBytes: number,
): StorageFigures {
  const totalBytes = Math.max(usedBytes, modelBytes);
  return { modelBytes, otherBytes: totalBytes - modelBytes, totalBytes, freeBytes, isPersistent };
}

/** The browser's storage as this site has it. */
export interface SiteStorage {
  /** `null` until it has been asked. */
  readonly use: Observable<StorageUse | null>;
  refresh(): Promise<void>;
  /**
   * Asks the browser not to clear the site's data on its own. Returns whether it agreed; most
   * browsers decide without a question.
   */
  persist(): Promise<boolean>;
}

export function createSiteStorage(): SiteStorage {
  const use = createObservable<StorageUse | null>(null);
  async function refresh(): Promise<void> {
    const next = await readStorageUse();
    use.update(() => next);
  }
  void refresh().catch(() => undefined);
  return {
    use,
    refresh,
    async persist() {
      const isPersistent = await navigator.storage.persist();
      await refresh();
      return isPersistent;
    },
  };
}

async function readStorageUse(): Promise<StorageUse> {
  const [{ usage = 0, quota = 0 }, isPersistent] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { usedBytes: usage, freeBytes: Math.max(0, quota - usage), isPersistent };
}
