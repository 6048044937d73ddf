import { expect, it } from 'vitest';
import { alignLines } from './align-lines.ts';

const lines = [
  { text: 'left to right', width: 5, direction: 'ltr' },
  { text: 'ימין לשמאל', width: 3, direction: 'rtl' },
] as const;
const alignment = {
  content: { width: 80, height: 60 },
  padding: 4,
  down: 0,
  lineHeight: 12,
  capHeight: 8,
  letterSpacing: 0,
};

it.each([
  ['left', [4, 4]],
  ['right', [34, 54]],
  ['center', [19, 29]],
  ['start', [4, 54]],
  ['end', [34, 4]],
] as const)('sets lines to the %s', (align, lefts) => {
  const placed = alignLines({ lines, size: 10 }, { ...alignment, align });
  expect(placed.map(({ left }) => left)).toEqual(lefts);
});

it('stands capital letters in the middle of their line', () => {
  const baselines = (down: number) =>
    alignLines({ lines, size: 10 }, { ...alignment, align: 'left', down }).map(
      ({ baseline }) => baseline,
    );
  expect(baselines(0)).toEqual([14, 26]);
  expect(baselines(0.5)).toEqual([32, 44]);
  expect(baselines(1)).toEqual([50, 62]);
});

it('leaves the space after the last letter out of account', () => {
  const spaced = { ...alignment, align: 'right', letterSpacing: 2 } as const;
  const placed = alignLines({ lines, size: 10 }, spaced);
  // A line from right to left has that space at its left end.
  expect(placed.map(({ left }) => left)).toEqual([36, 54]);
});
