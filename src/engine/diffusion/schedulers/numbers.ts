/** NumPy's ways of building tables, exactly where the result is rounded. */

/** `count` numbers from `start` to `stop`, both included. */
export function linspace(start: number, stop: number, count: number): number[] {
  if (count === 1) return [start];
  return Array.from(
    { length: count },
    (_, index) => start + (index * (stop - start)) / (count - 1),
  );
}

/** Rounds halves to the even neighbour, as NumPy does. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Linear interpolation in a table over 0, 1, 2 …; outside the ends' values. */
export function interpolate(table: readonly number[], at: number): number {
  const last = table.length - 1;
  const low = Math.min(last, Math.max(0, Math.floor(at)));
  const high = Math.min(last, low + 1);
  const share = Math.min(1, Math.max(0, at - low));
  return elementAt(table, low) * (1 - share) + elementAt(table, high) * share;
}

/** The element, which must exist. */
export function elementAt<T>(table: readonly T[], index: number): T {
  const value = table.at(index);
  if (value === undefined) throw new RangeError(`The table has no entry ${index}.`);
  return value;
}
