import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings, SettingsStorage } from '../../storage/settings.ts';

interface SettingsActions {
  change(settings: Partial<Settings>): void;
}
export type SettingsStore = StoreApi<Settings & SettingsActions>;

export function createSettingsStore(
  storage: Pick<SettingsStorage, 'read' | 'write'>,
): SettingsStore {
  return createStore<Settings & SettingsActions>()((set, get) => ({
    ...storage.read(),
    change(settings) {
      set(settings);
      const { change: _, ...all } = get();
      storage.write(all);
    },
  }));
}
