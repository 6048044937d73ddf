import { expect, it } from 'vitest';
import { cutTitle } from './cut-title.ts';

it('a title is the first line, and whole where it is short', () => {
  expect(cutTitle('\n  A fox \n and a hen')).toBe('A fox');
  expect(cutTitle('a'.repeat(60))).toBe('a'.repeat(60));
});

it('a longer one is cut to 60 characters, never through one', () => {
  expect(cutTitle('a'.repeat(61))).toBe(`${'a'.repeat(59)}…`);
  expect(cutTitle(`${'a'.repeat(58)}🦊🦊`)).toBe(`${'a'.repeat(58)}…`);
});
