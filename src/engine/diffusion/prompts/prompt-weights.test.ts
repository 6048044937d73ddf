import { expect, it } from 'vitest';
import { measureGrowth } from '../../linear-time.fixture.ts';
import { parseWeights } from './prompt-weights.ts';

const read = (prompt: string) =>
  parseWeights(prompt).map(({ text, weight }) => [text, Number(weight.toFixed(4))]);

it('leaves a plain prompt alone', () => {
  expect(read('a photo of a cat, 4:3')).toEqual([['a photo of a cat, 4:3', 1]]);
  expect(read('')).toEqual([]);
});

it('reads brackets as AUTOMATIC1111 does', () => {
  expect(read('an (important) word')).toEqual([
    ['an ', 1],
    ['important', 1.1],
    [' word', 1],
  ]);
  expect(read('(unbalanced')).toEqual([['unbalanced', 1.1]]);
  expect(read('\\(literal\\]')).toEqual([['(literal]', 1]]);
  expect(read('(unnecessary)(parens)')).toEqual([['unnecessaryparens', 1.1]]);
  expect(read('a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).')).toEqual([
    ['a ', 1],
    ['house', 1.573],
    [' ', 1.1],
    ['on', 1],
    [' a ', 1.1],
    ['hill', 0.55],
    [', sun, ', 1.1],
    ['sky', 1.4641],
    ['.', 1.1],
  ]);
});

it('keeps text that only looks like emphasis', () => {
  expect(read('smile :) and ratio 16:9)')).toEqual([['smile :) and ratio 16:9)', 1]]);
  expect(read('a] b')).toEqual([['a] b', 1]]);
});

it('starts a new sequence at BREAK', () => {
  expect(parseWeights('sky BREAK sea BREAKFAST')).toEqual([
    { text: 'sky ', weight: 1, startsSequence: false },
    { text: ' sea BREAKFAST', weight: 1, startsSequence: true },
  ]);
});

it('reads a long number in linear time', () => {
  expect(measureGrowth('1', (digits) => parseWeights(`(a:${digits}`))).toBeLessThan(24);
});
