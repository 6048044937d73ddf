import { expect, it } from 'vitest';
import { blankMarkup } from './markup.ts';
import { loadNormalizer } from './normalizer.ts';
import { readSentences } from './read-text.ts';
import { writeToken } from './spoken-token.ts';

const english = await loadNormalizer('en-us', false);
const sentencesOf = (text: string, normalizer = english) =>
  [...readSentences(text, normalizer)].map(({ tokens }) =>
    tokens.map(writeToken).filter(Boolean).join(' '),
  );
const say = (text: string) => sentencesOf(text).join(' ');

it.each([
  ['Dr. Smith paid $3.50.', 'Doctor Smith paid three dollars and fifty cents.'],
  [
    'It cost $3.5 million, €20, £0.99 or 5 CHF.',
    'It cost three point five million dollars, twenty euros, ninety-nine pence or five Swiss francs.',
  ],
  [
    'On Jan. 5, 2024 or 2024-01-05 or 1/5/2024.',
    'On January fifth, twenty twenty-four or January fifth, twenty twenty-four or January fifth, twenty twenty-four.',
  ],
  [
    'The 21st of May 1905, in 2000, 2005 and 1900',
    'The twenty-first of May nineteen oh five, in two thousand, two thousand five and nineteen hundred.',
  ],
  ['At 10:30 a.m. or 14:05 or 9pm', 'At ten thirty A M or fourteen oh five or nine P M.'],
  [
    '5 kg, 1 km, 20°C, 45%, 60 fps, 3.5GB and 90 km/h',
    'five kilograms, one kilometer, twenty degrees Celsius, forty-five percent, sixty frames per second, three point five gigabytes and ninety kilometers per hour.',
  ],
  [
    '1,234,567 and -5 and 3.14 and 007',
    'one million two hundred thirty-four thousand five hundred sixty-seven and minus five and three point one four and zero zero seven.',
  ],
  [
    '1/2, 3/4 cup, 2 1/2 and 10–20 of the 1990s',
    'one half, three quarters cup, two and one half and ten to twenty of the nineteen nineties.',
  ],
  [
    'Call 555-1234 or (415) 555-2671',
    'Call five five five, one two three four or four one five, five five five, two six seven one.',
  ],
  ['World War II, Henry VIII and Chapter IV', 'World War two, Henry the eighth and Chapter four.'],
  [
    'See https://www.example.com/about and mail a.b@example.org.',
    'See example dot com slash about and mail a dot b at example dot org.',
  ],
  ['Salt & pepper + 2 = good', 'Salt and pepper plus two equals good.'],
  [
    'v2.1.3 of getName in foo_bar.ts',
    'version two point one point three of get Name in foo bar dot T S.',
  ],
  [
    'Fig. 3, No. 7, e.g. this, i.e. that, etc.',
    'figure three, number seven, for example this, that is that, et cetera.',
  ],
])('says %j as words', (text, spoken) => expect(say(text)).toBe(spoken));

it.each([
  ['Dr. Smith met J. R. R. Tolkien. They talked.', 2],
  ['He lives in the U.S. Army base. The end.', 2],
  ['I came from the U.S. He did not.', 2],
  ['It rose by 3.5 points. Then it fell at 10 a.m. The market closed.', 3],
  ['"Really?" she said. "Yes!" Then: silence… and more.', 3],
  ['Visit example.com. It is free! Is it? Yes.', 4],
  ['Mr. and Mrs. Jones vs. Prof. Lee, Ph.D., etc.', 1],
  ['今日は。元気ですか？はい。', 3],
])('finds the sentences of %j', (text, count) => expect(sentencesOf(text)).toHaveLength(count));

it('reads Markdown and HTML as their words', () => {
  const text = `# A title\n\nSome **bold**, _slanted_ and \`code()\` with [a link](https://a.b/c "t") ![a cat](cat.png).\n\n- [x] one\n- two\n\n1. first\n\n| head | row |\n|---|---|\n| a | b |\n\n\`\`\`js\nlet x\n\`\`\`\n> quoted &amp; <b>done</b>`;
  expect(sentencesOf(text)).toEqual([
    'A title.',
    'Some bold, slanted and code with a link a cat.',
    'one.',
    'two.',
    'one. first.',
    'head, row.',
    'a, b.',
    'let x.',
    'quoted and done.',
  ]);
});

it('keeps every place in the text when removing markup', () => {
  const text = '## Hi **you**\n<p>see [this](http://x.y) &amp; that</p>\n\n- a\n';
  const blanked = blankMarkup(text);
  expect(blanked).toHaveLength(text.length);
  for (const word of ['Hi', 'you', 'see', 'this', 'that'])
    expect(blanked.indexOf(word)).toBe(text.indexOf(word));
});

it('joins a half-bold word, and is silent about emoji', () => {
  expect(say('un**believ**able 😀 indeed 🇫🇷')).toBe('unbelievable indeed');
});

it('makes the pauses the text asks for', () => {
  const pauses = (text: string) =>
    [...readSentences(text, english)].map(({ pauseSeconds }) => pauseSeconds);
  expect(
    pauses('One [pause 1.5s] two. [pause:200ms] Three <break time="2s"/> four\n\nfive'),
  ).toEqual([1.5, expect.closeTo(0.48), 2, expect.closeTo(0.65), expect.closeTo(0.65)]);
  expect(pauses('[pause] Hello')[0]).toBeCloseTo(0.7);
  expect(pauses('wait [pause 900s] on')[0]).toBe(30);
});

it('spells out numbers in other languages if the voice cannot read figures', async () => {
  expect(sentencesOf('Tengo 25 gatos y 1.234,5 euros', await loadNormalizer('es', false))[0]).toBe(
    'Tengo veinticinco gatos y mil doscientos treinta y cuatro punto cinco euros.',
  );
  expect(sentencesOf('25 chats', await loadNormalizer('fr', true))[0]).toBe('25 chats.');
});
