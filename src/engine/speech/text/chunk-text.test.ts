import { expect, it } from 'vitest';
import { chunkSentences, type TextChunk } from './chunk-text.ts';
import { blankMarkup } from './markup.ts';
import { loadNormalizer } from './normalizer.ts';
import { readSentences } from './read-text.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const english = await loadNormalizer('en-us', false);
const lengths = { first: 60, most: 240 };
const chunk = (text: string, by = lengths) => [...chunkSentences(readSentences(text, english), by)];

/** A text of many words with everything that could make one go missing. The same every time. */
function writeLongText(words: number): string {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const pick = <T>(list: readonly T[]) => list[random(list.length)] as T;
  const plain =
    'the quick brown fox jumped over lazy dogs while naïve cats don’t care for state-of-the-art things'.split(
      ' ',
    );
  const odd = [
    'Dr.',
    '$3.50',
    '1,234',
    '2024-01-05',
    '**bold**',
    '_it_',
    '`code()`',
    '[link](http://a.b/c)',
    '😀',
    '5 kg',
    'U.S.',
    'https://a.example/x?y=1',
    'x'.repeat(150),
    '日本語のテキスト',
    '(maybe)',
    '“quoted”',
    '—',
    'e.g.',
    '&',
    'foo_bar',
    '[pause 1s]',
  ];
  const ends = ['.', '!', '?', ',', ';', ':', '…', '.\n\n', '\n- ', '.\n# ', ''];
  return Array.from(
    { length: words },
    () => `${random(9) === 0 ? pick(odd) : pick(plain)}${random(8) === 0 ? pick(ends) : ''}`,
  ).join(' ');
}

it('covers each of 10,000 words once, in order', () => {
  const text = writeLongText(10_000);
  const chunks = chunk(text);
  const covered = new Uint8Array(text.length);
  let last = 0;
  for (const { start, end } of chunks.flatMap(({ tokens }) => tokens)) {
    expect(start).toBeGreaterThanOrEqual(last);
    covered.fill(1, start, end);
    last = end;
  }
  const words = [...blankMarkup(text).matchAll(/[\p{L}\p{N}]/gu)].filter(
    ({ index }) => !covered[index],
  );
  // Only pause marks are not words.
  expect(
    words
      .filter(({ index }) => !isInPauseMark(text, index))
      .map(({ index }) => text.slice(index, index + 30)),
  ).toEqual([]);
  expect(chunks.every(({ spoken }) => spoken.length <= lengths.most + 60)).toBe(true);
  expect(text.split(/\s+/).length).toBeGreaterThan(9_500);
});

const isInPauseMark = (text: string, at: number) =>
  [...text.slice(Math.max(0, at - 12), at + 12).matchAll(/\[pause 1s\]/g)].length > 0;

it('starts with a short chunk and makes later ones longer', () => {
  const text =
    'It was the best of times, it was the worst of times, it was the age of wisdom. '.repeat(20);
  const sizes = chunk(text).map(({ spoken }) => spoken.length);
  expect(sizes[0]).toBeLessThanOrEqual(60);
  expect(Math.max(...sizes)).toBeGreaterThan(140);
});

it('cuts a long sentence at a clause if there is one, else between words', () => {
  const [first, second] = chunk(
    'He came, he saw and looked around, and then after a long while at last he conquered it all.',
  );
  expect(first?.spoken).toBe('He came, he saw and looked around,');
  expect(second?.spoken).toMatch(/^and then/);
  const plain = chunk(
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen',
  );
  expect(plain.map(({ spoken }) => spoken).join(' ')).toBe(
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen.',
  );
});

it('exceeds the length slightly to end a clause', () => {
  const text = 'When the light of the morning came over the hills, the old man opened his window.';
  const spoken = (first: number) =>
    [...chunkSentences(readSentences(text, english), { first, most: 240 })][0]?.spoken;
  expect(spoken(50)).toBe('When the light of the morning came over the hills,');
  expect(spoken(40)).toBe('When the light of the morning came over the hills,');
  expect(spoken(30)).toBe('When the light of the morning');
});

it('never joins across a pause or paragraph', () => {
  const spoken = (text: string) =>
    chunk(text, { first: 200, most: 200 }).map((part: TextChunk) => part.spoken);
  expect(spoken('One. Two.\n\nThree. [pause 1s] Four.')).toEqual(['One. Two.', 'Three.', 'Four.']);
});

it("knows each chunk's place in the text", () => {
  const text = '**Hello** world.\n\nAnd _you_.';
  expect(chunk(text).map(({ start, end }) => text.slice(start, end))).toEqual(
    ['Hello** world.', 'you_.'].map((part, index) => (index ? `And _${part}` : part)),
  );
});

it('starts on a megabyte of text at once', () => {
  const text = 'The quick brown fox jumped over the lazy dog. '.repeat(24_000);
  const begin = cpuTimeMs();
  const [first] = chunkSentences(readSentences(text, english), lengths);
  expect(first?.spoken).toBe('The quick brown fox jumped over the lazy dog.');
  expect(cpuTimeMs() - begin).toBeLessThan(1500);
});
