/** Code points as ranges, both ends included, in ascending order and apart from one another. */
export type CodePointSet = readonly (readonly [from: number, to: number])[];

export const LAST_CODE_POINT = 0x10ffff;

/** What a string may contain. Surrogates are left out: a model writes UTF-8, which has none. */
export const ALL_CODE_POINTS: CodePointSet = [
  [0, 0xd7ff],
  [0xe000, LAST_CODE_POINT],
];

export function unite(...sets: readonly CodePointSet[]): CodePointSet {
  const united: [number, number][] = [];
  for (const [from, to] of sets.flat().sort(([a], [b]) => a - b)) {
    const last = united.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else united.push([from, to]);
  }
  return united;
}

/** All code points but these. */
export function invert(set: CodePointSet): CodePointSet {
  const inverse: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) inverse.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) inverse.push([next, LAST_CODE_POINT]);
  return overlap(inverse, ALL_CODE_POINTS);
}

export function overlap(a: CodePointSet, b: CodePointSet): CodePointSet {
  return a.flatMap(([from, to]) =>
    b
      .map(([otherFrom, otherTo]) => [Math.max(from, otherFrom), Math.min(to, otherTo)] as const)
      .filter(([start, end]) => start <= end),
  );
}

/**
 * The code points that a class of JavaScript's regular expressions stands for, such as `\p{L}` or
 * `\s`. Throws if there is no such class.
 */
export function listClass(source: string): CodePointSet {
  const known = CLASSES.get(source);
  if (known) return known;
  const test = new RegExp(`^${source}$`, 'u');
  const set: [number, number][] = [];
  for (const [first, last] of ALL_CODE_POINTS) {
    for (let point = first; point <= last; point++) {
      if (!test.test(String.fromCodePoint(point))) continue;
      const end = set.at(-1);
      if (end?.[1] === point - 1) end[1] = point;
      else set.push([point, point]);
    }
  }
  CLASSES.set(source, set);
  return set;
}

const DIGITS: CodePointSet = [[0x30, 0x39]];
const WORD: CodePointSet = [...DIGITS, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];

/**
 * Cache, seeded with the usual classes: testing every code point takes a tenth of a second.
 */
const CLASSES = new Map<string, CodePointSet>([
  ['\\d', DIGITS],
  ['\\D', invert(DIGITS)],
  ['\\w', WORD],
  ['\\W', invert(WORD)],
]);
