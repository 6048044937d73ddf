import { expect, it } from 'vitest';
import { parseSettings, type Settings } from '../../storage/settings.ts';
import { createSettingsStore } from './settings-store.ts';

function open(stored: object) {
  const written: Settings[] = [];
  const storage = {
    read: () => parseSettings(stored),
    write: (settings: Settings) => void written.push(settings),
  };
  return { store: createSettingsStore(storage), written };
}

it('begins with what is stored', () => {
  const { store, written } = open({ theme: 'dark', chatModel: 'a/b' });
  expect(store.getState()).toMatchObject({ theme: 'dark', chatModel: 'a/b', device: 'auto' });
  expect(written).toEqual([]);
});

it('stores all settings with each change, and nothing but settings', () => {
  const { store, written } = open({ chatModel: 'a/b' });
  store.getState().change({ theme: 'light' });
  expect(store.getState().theme).toBe('light');
  expect(written).toEqual([parseSettings({ chatModel: 'a/b', theme: 'light' })]);
});
