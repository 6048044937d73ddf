import { expect, it } from 'vitest';
import { createAllowedSites, isSite } from './allowed-sites.ts';

function createStorage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

it('remembers what was allowed until it is taken back', () => {
  const storage = createStorage();
  const sites = createAllowedSites(storage);
  sites.allow('https://a.test');
  sites.allow('https://b.test');
  sites.allow('https://a.test');
  expect(createAllowedSites(storage).list()).toEqual(['https://b.test', 'https://a.test']);
  sites.revoke('https://b.test');
  expect(createAllowedSites(storage).list()).toEqual(['https://a.test']);
});

it('allows nobody if the stored value is not a list', () => {
  const storage = createStorage();
  storage.setItem('triptych.allowed-sites', '{"*":true}');
  expect(createAllowedSites(storage).list()).toEqual([]);
  expect(createAllowedSites(undefined).list()).toEqual([]);
});

it.each([
  ['https://a.test', true],
  ['http://localhost:4000', true],
  ['null', false],
  ['*', false],
  ['', false],
  ['https://a.test/', false],
  ['file://', false],
  ['chrome-extension://abc', false],
])('knows whether %s is a site', (origin, isOne) => expect(isSite(origin)).toBe(isOne));
