import { expect, it } from 'vitest';
import { foldText } from './fold-text.ts';
import { loadNormalizer } from './normalizer.ts';
import { readSentences } from './read-text.ts';
import { explainUnread, readableBy } from './scripts.ts';
import { writeToken, type SpokenToken } from './spoken-token.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const english = await loadNormalizer('en-us', false);
const read = (text: string, language = 'en-us'): SpokenToken[] =>
  [...readSentences(text, english, readableBy(language))].flatMap(({ tokens }) => tokens);
const say = (text: string, language?: string) =>
  read(text, language).map(writeToken).filter(Boolean).join(' ');
const unread = (text: string, language?: string) => [
  ...new Set(read(text, language).flatMap(({ unread: script }) => script ?? [])),
];

it.each([
  ['日本語 here', 'here.', ['Chinese']],
  ['これは Привет мир', '', ['Japanese', 'Cyrillic']],
  ['He said שלום and مرحبا twice', 'He said and twice.', ['Hebrew', 'Arabic']],
  ['한국어, ไทย, ქართული, አማርኛ.', '', ['Korean', 'Thai', 'Georgian', 'other']],
  ['The α of β-carotene is not ελληνικά', 'The alpha of beta -carotene is not', ['Greek']],
  ['naïve Łódź façade', 'naïve Łódź façade.', []],
  ['Wow 😀🇫🇷👩‍👩‍👧 ❤️ nice', 'Wow nice.', []],
])('skips what an English voice cannot read in %j, and says so', (text, spoken, scripts) => {
  expect(say(text)).toBe(spoken);
  expect(unread(text)).toEqual(scripts);
});

it('reads the script of its language', () => {
  expect(unread('नमस्ते world', 'hi')).toEqual([]);
  expect(unread('한국어 world', 'ko')).toEqual([]);
  expect(unread('नमस्ते', 'fr')).toEqual(['Devanagari']);
});

it('explains itself in a sentence', () => {
  expect(explainUnread(['Chinese', 'Cyrillic', 'other'])).toBe(
    'This voice cannot read Chinese, Cyrillic, or some of the letters, so those words are left out. Choose a voice whose language uses them.',
  );
});

it.each([
  ['𝐁𝐨𝐥𝐝 and 𝒮𝒸𝓇𝒾𝓅𝓉 𝟒𝟐', 'Bold and Script forty-two.'],
  ['the ofﬁce ﬂoor', 'the office floor.'],
  ['ｆｕｌｌ　ｗｉｄｔｈ １２', 'full width twelve.'],
  ['cafe\u0301 nai\u0308ve', 'café naïve.'],
  [
    'soft\u00adhyphen zero\u200bwidth \u202eright\u202c join\u200der',
    'softhyphen zerowidth right joiner.',
  ],
  ['\ufeffstart', 'start.'],
  ['H\u0334\u0322e\u0337llo', 'Hello.'],
  ['Ⅻ ① 5ᵗʰ', 'XII one fifth.'],
])('says %j in plain letters', (text, spoken) => expect(say(text)).toBe(spoken));

it('keeps the places of the text as it was written', () => {
  const text = 'A 𝐁𝐨𝐥𝐝 ofﬁce, cafe\u0301 so\u00adft &rsquo;til **end**.';
  const words = read(text).map(({ start, end }) => text.slice(start, end));
  expect(words).toEqual([
    'A',
    '𝐁𝐨𝐥𝐝',
    'ofﬁce,',
    'cafe\u0301',
    'so\u00adft',
    '&rsquo;til',
    'end**.',
  ]);
});

it('keeps joiners that shape letters, and leaves plain text alone', () => {
  expect(foldText('क्\u200dष می\u200cخواهم').text).toBe('क्\u200dष می\u200cخواهم');
  const plain = 'Plain “text” – 5 m², ½, №, ™ … 日本。';
  expect(foldText(plain).text).toBe(plain);
});

it('folds a megabyte quickly', () => {
  const begin = cpuTimeMs();
  const { text, startOf } = foldText('cafe\u0301 𝐁𝐨𝐥𝐝 \u00ad plain words '.repeat(20_000));
  for (let at = 0; at < text.length; at += 5) startOf(at);
  expect(cpuTimeMs() - begin).toBeLessThan(6000);
});
