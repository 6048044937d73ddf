import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AllowedSites } from '../../storage/allowed-sites.ts';

interface SitesState {
  origins: readonly string[];
  /** Taken back a moment ago. */
  revoked: string | null;
}

interface SitesActions {
  revoke(origin: string): void;
  undo(): void;
  /** Reads again: another window may have allowed one. */
  refresh(): void;
}

export type SitesStore = StoreApi<SitesState & SitesActions>;

/** The sites that may use the models. */
export function createSitesStore(sites: AllowedSites): SitesStore {
  return createStore<SitesState & SitesActions>()((set, get) => ({
    origins: sites.list(),
    revoked: null,
    revoke(origin) {
      sites.revoke(origin);
      set({ origins: sites.list(), revoked: origin });
    },
    undo() {
      const { revoked } = get();
      if (revoked !== null) sites.allow(revoked);
      set({ origins: sites.list(), revoked: null });
    },
    refresh: () => set({ origins: sites.list() }),
  }));
}
