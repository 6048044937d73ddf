import { expect, it } from 'vitest';
import { loadNormalizer } from '../normalizer.ts';
import { tokenize } from '../tokenize.ts';

const english = await loadNormalizer('en-us', false);

it.each([
  'The balance is -$1,200.75, from 10 − 4 = 6 to 2 × -4.',
  '２０２４－０１－０５ and 2024-01-05T10:30:00Z (10am–5pm): 1h 30m, 9.8 m/s².',
  '"$10-$20", 5 μm, 6.02×10²³, the ’90s; 1\u00a0000\u202f000 people.',
  '**5** km, _-5_, .5, 1111111111222222222233333333334444444444 #1',
  'COVID-19, mid-1990s, 5%–10%, May 5–June 3, and Henry VIII’s',
])('keeps the place of every word: %j', (text) => {
  let end = 0;
  for (const token of tokenize(text, english)) {
    expect(text.slice(end, token.start).trim()).toBe('');
    expect(token.end).toBeGreaterThan(token.start);
    end = token.end;
  }
  expect(text.slice(end).trim()).toBe('');
});

it('gives a number read as one its whole place', () => {
  const tokens = [...tokenize('It is -5 °C at 10am-5pm, 1 000 000 times.', english)];
  const places = tokens.map(({ start, end, spoken }) => [start, end, spoken]);
  expect(places).toEqual([
    [0, 2, 'It'],
    [3, 5, 'is'],
    [6, 11, 'minus five degrees Celsius'],
    [12, 14, 'at'],
    [15, 24, 'ten A M to five P M'],
    [25, 34, 'one million'],
    [35, 41, 'times'],
  ]);
});
