import { createKindsStore, type KindsStore } from '../../features/settings/kinds-store.ts';
import { measureKinds } from '../../storage/measure-kinds.ts';
import type { Studio } from '../studio.ts';

/** What this browser has stored, by kind; nothing where it keeps nothing. */
export function createKinds({ stores: { database }, openCache }: Studio): KindsStore {
  return createKindsStore({
    async measure() {
      if (!database) return null;
      const cache = await (await openCache()).measure();
      return { ...(await measureKinds(database)), cache };
    },
    clearCache: async () => (await openCache()).clear(),
  });
}
