import { expect, it } from 'vitest';
import { appendQuote } from './open-in-chat.ts';

it.each([
  ['', 'a fox', '> a fox\n\n'],
  ['  \n', ' a fox\n', '> a fox\n\n'],
  ['Half a thought', 'a fox', 'Half a thought\n\n> a fox\n\n'],
  ['', 'a fox\r\n\r\nin the snow\rat night', '> a fox\n>\n> in the snow\n> at night\n\n'],
  ['', 'ثعلب في الثلج', '> ثعلب في الثلج\n\n'],
])('appends a quote to %j', (text, quoted, result) => {
  expect(appendQuote(text, quoted)).toBe(result);
});
