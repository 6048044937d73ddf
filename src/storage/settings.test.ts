import { expect, it } from 'vitest';
import { createSettingsStorage, parseSettings } from './settings.ts';

const storageOf = (text: string) => ({
  getItem: () => text,
  setItem: () => undefined,
  removeItem: () => undefined,
});

it.each(['"dark"', '[]', '7', 'null', '{', '{"theme": 5}'])(
  'settings that somebody has damaged (%s) are the defaults',
  (text) => {
    expect(createSettingsStorage(storageOf(text)).read()).toEqual(parseSettings({}));
  },
);

it('what is odd of a setting leaves the others as they are', () => {
  expect(parseSettings({ theme: 'dark', speechRate: 99 })).toMatchObject({
    theme: 'dark',
    speechRate: 1,
  });
});
