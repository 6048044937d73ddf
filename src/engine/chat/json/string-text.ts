import { explore, isEmpty, NO_STATE, type Automaton, type Edge } from './automaton.ts';

/** Escape letters, each with its code point. */
const ESCAPES: readonly (readonly [letter: string, value: string])[] = [
  ['"', '"'],
  ['\\', '\\'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
];

const LAST_CONTROL = 0x1f;

type Place =
  { kind: 'before' } | { kind: 'inside' | 'escaped'; state: number } | { kind: 'behind' };

/**
 * The JSON strings, quotes included, whose values an automaton accepts. Every value has one
 * spelling: no escape where none is needed. Control characters that have no escape of one letter
 * are left out.
 */
export function writeAsStrings(values: Automaton): Automaton {
  if (isEmpty(values)) return values;
  return explore<Place>(
    { kind: 'before' },
    numberPlace,
    ({ kind }) => kind === 'behind',
    (place) => {
      if (place.kind === 'before') return [[QUOTE, QUOTE, { kind: 'inside', state: 0 }]];
      if (place.kind === 'behind') return [];
      const edges = values.edges[place.state] ?? [];
      return place.kind === 'inside'
        ? listPlainEdges(edges, values.accepting[place.state] ?? false, place.state)
        : listEscapeEdges(edges);
    },
  );
}

/** The same number for the same place. */
function numberPlace(place: Place): number {
  if (place.kind === 'before') return 0;
  if (place.kind === 'behind') return 1;
  return 2 + 2 * place.state + (place.kind === 'escaped' ? 1 : 0);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function listPlainEdges(
  edges: readonly Edge[],
  canEnd: boolean,
  state: number,
): [number, number, Place][] {
  const listed: [number, number, Place][] = [];
  for (const [from, to, target] of edges) {
    let next = Math.max(from, LAST_CONTROL + 1);
    for (const special of [QUOTE, BACKSLASH]) {
      if (special < next || special > to) continue;
      if (special > next) listed.push([next, special - 1, { kind: 'inside', state: target }]);
      next = special + 1;
    }
    if (next <= to) listed.push([next, to, { kind: 'inside', state: target }]);
  }
  if (canEnd) listed.push([QUOTE, QUOTE, { kind: 'behind' }]);
  if (ESCAPES.some(([, value]) => findTarget(edges, value.charCodeAt(0)) !== NO_STATE))
    listed.push([BACKSLASH, BACKSLASH, { kind: 'escaped', state }]);
  return listed.sort(([a], [b]) => a - b);
}

function listEscapeEdges(edges: readonly Edge[]): [number, number, Place][] {
  return ESCAPES.flatMap(([letter, value]): [number, number, Place][] => {
    const state = findTarget(edges, value.charCodeAt(0));
    const written = letter.charCodeAt(0);
    return state === NO_STATE ? [] : [[written, written, { kind: 'inside', state }]];
  });
}

function findTarget(edges: readonly Edge[], codePoint: number): number {
  return edges.find(([from, to]) => from <= codePoint && codePoint <= to)?.[2] ?? NO_STATE;
}
