import { expect, it } from 'vitest';
import { countWithin, weighBlock } from './weigh-blocks.ts';

it('weighs formulas and cells more than words', () => {
  expect(weighBlock('A short paragraph.\n')).toBe(1);
  expect(weighBlock('\\[x\\]')).toBeGreaterThan(8);
  expect(weighBlock('```js\n\\[x\\]\n```')).toBe(5);
  expect(weighBlock('|a|b|\n|-|-|\n|c|d|')).toBeGreaterThan(weighBlock('a b\n- -\nc d'));
});

it('takes the first pieces that fit, at least one', () => {
  expect(countWithin(['a', 'b', 'c'], 2)).toBe(2);
  expect(countWithin(['\\[x\\]', 'b'], 2)).toBe(1);
  expect(countWithin([], 2)).toBe(0);
  expect(countWithin(['a', 'b'], 10)).toBe(2);
});
