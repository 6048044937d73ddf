import { expect, it } from 'vitest';
import { chanceToReach } from './chance.ts';

/** By trying all signs. */
function countSigns(sum: number, weights: readonly number[]): number {
  let hits = 0;
  for (let signs = 0; signs < 2 ** weights.length; signs++) {
    const reached = weights.reduce(
      (total, weight, at) => total + (signs & (1 << at) ? weight : -weight),
      0,
    );
    if (reached >= sum) hits++;
  }
  return hits / 2 ** weights.length;
}

it.each([[[3, 1, 4, 1, 5, 9, 2, 6]], [[15, 15, 15, 15, 15, 15, 15, 15]], [[0, 0, 7, 0, 2]]])(
  'counts how often %j reach a sum',
  (weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let sum = -total; sum <= total; sum++)
      expect(chanceToReach(sum, weights)).toBeCloseTo(countSigns(sum, weights), 12);
  },
);

it('is 0 beyond all weights together, and 1 below', () => {
  expect(chanceToReach(11, [4, 6])).toBe(0);
  expect(chanceToReach(-99, [4, 6])).toBe(1);
});
