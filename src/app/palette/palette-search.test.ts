import { describe, expect, it } from 'vitest';
import { searchEntries, splitQuery } from './palette-search.ts';
import { cpuTimeMs } from '../../engine/cpu-time.fixture.ts';

const entries = [
  'A fox in snow',
  'Café in Zürich',
  'snow fox',
  'Foxes',
  'Ｗｉｄｅ',
  'שלום עולם',
  'İstanbul',
].map((title) => ({ title }));
const find = (query: string, limit = 10) =>
  searchEntries(entries, splitQuery(query), limit).map(({ title }) => title);

describe('the palette', () => {
  it('finds all words in any order, prefixes first', () => {
    expect(find('fox')).toEqual(['Foxes', 'A fox in snow', 'snow fox']);
    expect(find('snow fox')).toEqual(['snow fox', 'A fox in snow']);
  });

  it.each([
    ['cafe zurich', 'Café in Zürich'],
    ['CAFÉ', 'Café in Zürich'],
    ['wide', 'Ｗｉｄｅ'],
    ['עולם', 'שלום עולם'],
    ['istanbul', 'İstanbul'],
  ])('ignores case, accents and width: %s', (query, title) => expect(find(query)).toEqual([title]));

  it('shows a few of everything before typing, and nothing for no match', () => {
    expect(find('  ', 2)).toEqual(['A fox in snow', 'Café in Zürich']);
    expect(find('.*')).toEqual([]);
  });

  it('finds by keywords', () => {
    const entry = { title: 'Theme', words: 'dark light' };
    expect(searchEntries([entry], splitQuery('dark'), 5)).toEqual([entry]);
  });

  it('is quick with thousands', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      title: `a picture of something, number ${index}`,
    }));
    const begin = cpuTimeMs();
    expect(searchEntries(many, splitQuery('number 1999'), 5)).toHaveLength(5);
    expect(cpuTimeMs() - begin).toBeLessThan(5000);
  });
});
