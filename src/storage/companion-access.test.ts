import { expect, it } from 'vitest';
import { createCompanionAccess, readCompanionUrl } from './companion-access.ts';

function createTexts(initial: Record<string, string> = {}) {
  const texts = new Map(Object.entries(initial));
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => void texts.set(key, value),
    removeItem: (key: string) => void texts.delete(key),
    list: () => [...texts.values()],
  };
}
const denied = () => Promise.reject(new Error('denied'));

it('keeps an address, and forgets it', () => {
  const texts = createTexts();
  const access = createCompanionAccess(texts, denied);
  access.writeUrl('http://gpu-box:4174');
  expect(readCompanionUrl(texts)).toBe('http://gpu-box:4174');
  access.writeUrl('');
  expect(readCompanionUrl(texts)).toBe('');
});

it.each(['https://x.example;sandbox', 'javascript:alert(1)', 'http://me:secret@box'])(
  'takes %s for none',
  (url) => expect(readCompanionUrl(createTexts({ 'triptych.companion': url }))).toBe(''),
);

it('keeps a key as long as the page lasts where the browser keeps nothing, and in no text', async () => {
  const texts = createTexts();
  const access = createCompanionAccess(texts, denied);
  expect(await access.readKey()).toBe('');
  await access.writeKey('secret');
  expect(await access.readKey()).toBe('secret');
  expect(texts.list()).toEqual([]);
  await access.writeKey('');
  expect(await access.readKey()).toBe('');
});
