/**
 * The probability that a sum of weights with random signs is at least `sum`: every sign is a fair
 * coin. Counted exactly, one weight after the other.
 *
 * @example
 * chanceToReach(2, [1, 1]); // → 0.25
 * chanceToReach(0, [1, 1]); // → 0.75
 */
export function chanceToReach(sum: number, weights: ArrayLike<number>): number {
  const total = Array.from(weights).reduce((all, weight) => all + weight, 0);
  // The probability of each sum, from -total to total.
  let chances = new Float64Array(2 * total + 1);
  chances[total] = 1;
  for (const weight of Array.from(weights)) {
    const next = new Float64Array(chances.length);
    for (let at = 0; at < chances.length; at++) {
      const half = (chances[at] ?? 0) / 2;
      if (half === 0) continue;
      next[at - weight] = (next[at - weight] ?? 0) + half;
      next[at + weight] = (next[at + weight] ?? 0) + half;
    }
    chances = next;
  }
  return chances.subarray(Math.max(0, total + sum)).reduce((all, chance) => all + chance, 0);
}
