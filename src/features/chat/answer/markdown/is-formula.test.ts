import { expect, it } from 'vitest';
import { isFormula, type FormulaPlace } from './is-formula.ts';

const inLine = (marks: FormulaPlace['marks'], isGlued = false): FormulaPlace => ({
  marks,
  isApart: false,
  isGlued,
});
const apart = (marks: FormulaPlace['marks']): FormulaPlace => ({
  marks,
  isApart: true,
  isGlued: false,
});

it.each([
  'x',
  ' n ',
  '5',
  '2n',
  'ABC',
  'a + b',
  'x \\in \\mathbb{R}',
  '\\alpha',
  '\\text{speed} = v',
  'f(x) = y',
  'n!',
  'dx',
  'θ',
])('is a formula between \\( and \\): %s', (tex) =>
  expect(isFormula(tex, inLine('round'))).toBe(true),
);
it.each(['x86', 'optional', 'see below', 'e.g.', 'sic', '', ' ', '…', '注', 'if any', 'Ada'])(
  'is text between \\( and \\): %s',
  (tex) => expect(isFormula(tex, inLine('round'))).toBe(false),
);
it('treats a bracket after a word as its ending', () => {
  expect(isFormula('s', inLine('round', true))).toBe(false);
  expect(isFormula('x+1', inLine('round', true))).toBe(true);
});

it.each(['x^2', ' x = 1 ', 'a_{1}', 'E = mc^2', '\\frac{1}{2}', 'x_1 + x_2', 'a < b'])(
  'is a formula between \\[ and \\]: %s',
  (tex) => expect(isFormula(tex, inLine('square'))).toBe(true),
);
it.each([
  '1',
  '1, 2',
  'optional',
  'x',
  ' ',
  '--flag=value',
  'key=value',
  'see note 3',
  'y/N',
  '...',
  'sic',
  '0, 1',
])('is text between \\[ and \\]: %s', (tex) =>
  expect(isFormula(tex, inLine('square'))).toBe(false),
);
it('accepts more as a formula on a line of its own', () => {
  expect([' 42 ', '\nx\n', ' n + 1 '].map((tex) => isFormula(tex, apart('square')))).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ['1', ' optional ', ' see the note '].map((tex) => isFormula(tex, apart('square'))),
  ).toEqual([false, false, false]);
});
it('does not mistake an array element for one', () => {
  expect(
    ['i', 'i+1', 'n_items', 'x = 1'].map((tex) => isFormula(tex, inLine('square', true))),
  ).toEqual([false, false, false, false]);
});

it.each(['x', 'E=mc^2', ' a + b ', '5', 'ab', '\\sum_{i=1}^n i', ' speed = distance / time '])(
  'is a formula between dollars: %s',
  (tex) => expect(isFormula(tex, inLine('dollars'))).toBe(true),
);
it.each([
  ' is the process id, and ',
  '5 and ',
  '5, ',
  ' > /tmp/a; rm ',
  ' PPID=',
  '; echo ',
  ' or ',
  '…',
  '.tmp and log.',
  ' && echo ',
])('is text between dollars: %s', (tex) => expect(isFormula(tex, inLine('dollars'))).toBe(false));
