import { expect, it } from 'vitest';
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
