import { expect, it } from 'vitest';
import { findCompleteEnd } from './complete-text.ts';

const whole = (text: string, from = 0) => text.slice(from, findCompleteEnd(text, from));

it('takes whole sentences and lines, and leaves what is still being written', () => {
  expect(whole('Hello there. How ar')).toBe('Hello there.');
  expect(whole('Hello the')).toBe('');
  expect(whole('It costs 3.5')).toBe('');
  expect(whole('**Done!** And')).toBe('**Done!**');
  expect(whole('- one\n- tw')).toBe('- one\n');
  expect(whole('One. Two. Thr', 4)).toBe(' Two.');
});

it('does not start a code block before it is complete', () => {
  expect(whole('See this.\n```js\nlet x = 1;\n')).toBe('See this.\n');
  expect(whole('See this.\n```js\nlet x = 1;\n```\nSo')).toBe(
    'See this.\n```js\nlet x = 1;\n```\n',
  );
});

it.each([
  'I met Dr.',
  'I met Dr. Smi',
  'I met Dr. Smith at 5 p.m.',
  'I met Dr. Smith at 5 p.m. on Jan.',
  'I met Dr. Smith at 5 p.m. on Jan. 5',
  'Some fruit, e.g. apples',
  'In the U.S. Arm',
  'By J. R. R. Tolkien',
  '1. Fir',
  'Steps:\n1. Fir',
  'See fig. 3',
  'See [the docs. All of them](https://a.exam',
  'See [the docs. All of them](https://a.example/x "A. B',
  'Use `a. b. c',
  'Is it <a href="x. y',
  'It goes on\nin the next line',
  'It ends. ',
])('does not cut %j yet', (text) => expect(whole(text).replace(/^Steps:\n$/, '')).toBe(''));

it.each([
  ['I met Dr. Smith at 5 p.m. on Jan. 5. Then', 'I met Dr. Smith at 5 p.m. on Jan. 5.'],
  ['I met him at 5 p.m. The sky', 'I met him at 5 p.m.'],
  ['He lives at 12 Oak Dr. He likes', 'He lives at 12 Oak Dr.'],
  ['See [the docs. All](https://a.example/x). Then', 'See [the docs. All](https://a.example/x).'],
  ['Use `a. b`. Then', 'Use `a. b`.'],
  ['今日は。元気', '今日は。'],
  ['One line\n\nAnother', 'One line\n'],
  ['Text before\n- an it', 'Text before\n'],
  ['1. One.\n2. Tw', '1. One.\n'],
  ['See [1]. Then', 'See [1].'],
])('cuts %j', (text, part) => expect(whole(text)).toBe(part));
