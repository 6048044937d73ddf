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

it('does not begin a block of code before it is whole', () => {
  expect(whole('See this.\n```js\nlet x = 1;\n')).toBe('See this.\n');
  expect(whole('See this.\n```js\nlet x = 1;\n```\nSo')).toBe('See this.\n```js\nlet x = 1;\n```\n');
});
