import { createStore, type StoreApi } from 'zustand/vanilla';
import { EngineError } from '../../engine/errors.ts';
import type { MadeKind } from '../../storage/measure-kinds.ts';

/** Bytes by kind; `cache`: answers that can be drawn again. */
export type StoredBytes = Readonly<Record<MadeKind | 'cache', number>>;

interface KindsState {
  /** `null` until they were counted, and where the browser keeps nothing. */
  bytes: StoredBytes | null;
  problem: EngineError | null;
  refresh(): Promise<void>;
  /** Deletes what can be drawn again. */
  clearCache(): Promise<void>;
}
export type KindsStore = StoreApi<KindsState>;

/** What the store depends on. */
export interface KindsWork {
  measure(): Promise<StoredBytes | null>;
  clearCache(): Promise<void>;
}

export function createKindsStore({ measure, clearCache }: KindsWork): KindsStore {
  return createStore<KindsState>()((set) => {
    const attempt = async (work: () => Promise<void>) => {
      try {
        await work();
        set({ bytes: await measure(), problem: null });
      } catch (thrown) {
        set({ problem: EngineError.from(thrown) });
      }
    };
    return {
      bytes: null,
      problem: null,
      refresh: () => attempt(() => Promise.resolve()),
      clearCache: () => attempt(clearCache),
    };
  });
}
