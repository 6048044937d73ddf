import { expect, it } from 'vitest';
import { STICKER_NAMES } from '../../../stickers/sticker-names.ts';
import { CULTURES, NO_CULTURE } from './cultures.ts';
import { LANGUAGES } from './languages.ts';
import { ASPECT_WORDS, AUDIENCE_WORDS, MOOD_WORDS, STYLE_WORDS } from './looks.ts';
import { SUBJECTS } from './subjects.ts';

const subjects = Object.values(SUBJECTS).flat();
const looks = [ASPECT_WORDS, AUDIENCE_WORDS, MOOD_WORDS, STYLE_WORDS].flatMap((table) =>
  Object.values(table),
);
const cultures = CULTURES.flatMap(({ places, adjectives = '', customs = '', money = '' }) => [
  places,
  adjectives,
  customs,
  money,
]);
const words = [...subjects.map((subject) => subject.words), ...looks, ...cultures, NO_CULTURE]
  .flatMap((list) => list.split(','))
  .map((word) => word.trim());

it('has cues with a star only at an end, and languages that are known', () => {
  const tags = LANGUAGES.map(({ tag }) => tag);
  for (const word of words.filter(Boolean)) {
    expect(word).toMatch(/^(?:[a-z]{2}:)?=?\*?[^*:=]+\*?$/);
    const language = /^([a-z]{2}):/.exec(word)?.[1];
    if (language) expect(tags).toContain(language);
  }
});

it('draws subjects with stickers that exist', () => {
  for (const { stickers = [] } of subjects)
    for (const sticker of stickers) expect(STICKER_NAMES).toContain(sticker);
});

it('knows the homes of languages, and the languages of countries as locales', () => {
  const regions = CULTURES.map(({ region }) => region);
  for (const { home } of LANGUAGES) if (home) expect(regions).toContain(home);
  for (const { region, languages = [] } of CULTURES)
    for (const language of languages)
      expect(new Intl.Locale(`${language}-${region}`).region).toBe(region);
});
