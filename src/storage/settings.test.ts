import { expect, it } from 'vitest';
import type { Damage } from './damage/damage.ts';
import { createSettingsStorage, parseSettings } from './settings.ts';

const storageOf = (text: string) => ({
  getItem: () => text,
  setItem: () => undefined,
  removeItem: () => undefined,
});

it.each(['"dark"', '[]', '7', 'null', '{', '{"theme": 5}'])(
  'damaged settings (%s) fall back to the defaults',
  (text) => {
    expect(createSettingsStorage(storageOf(text)).read()).toEqual(parseSettings({}));
  },
);

it('an invalid setting leaves the others alone', () => {
  expect(parseSettings({ theme: 'dark', speechRate: 99 })).toMatchObject({
    theme: 'dark',
    speechRate: 1,
  });
});

it.each(['https://x.example;sandbox', 'https://user:secret@x.example', 'ftp://x.example'])(
  'a hub address that cannot be one (%s) is dropped',
  (hubUrl) => {
    expect(parseSettings({ theme: 'dark', hubUrl })).toMatchObject({ theme: 'dark', hubUrl: '' });
  },
);

function openStorage(text: string) {
  const kept = new Map([['triptych.settings', text]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

it('damaged settings are reported, and kept aside until they are let go', () => {
  const storage = openStorage('5');
  const open = () => {
    const reported: Damage[] = [];
    const settings = createSettingsStorage(storage, (damages) => reported.push(...damages));
    return { settings, theme: settings.read().theme, reported };
  };
  const damage = { kind: 'settings', key: '', outcome: 'left-out', stored: '5' };
  const first = open();
  expect(first.reported).toEqual([damage]);
  first.settings.write({ ...parseSettings({}), theme: 'dark' });

  const second = open();
  expect(second.theme).toBe('dark');
  expect(second.reported).toEqual([damage]);
  second.settings.forgetDamaged();
  expect(open().reported).toEqual([]);
});

it('a single damaged setting is reported with what it was', () => {
  const reported: Damage[] = [];
  const storage = openStorage('{"theme":"dark","speechRate":99,"chatModel":"a"}');
  expect(createSettingsStorage(storage, (each) => reported.push(...each)).read().theme).toBe(
    'dark',
  );
  expect(reported).toEqual([
    { kind: 'setting', key: 'speechRate', outcome: 'repaired', stored: { speechRate: 99 } },
  ]);
});
