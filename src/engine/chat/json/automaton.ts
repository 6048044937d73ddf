import { ALL_CODE_POINTS } from './code-point-set.ts';
import { TooLarge } from './refusal.ts';

/** From one code point to another, both included, to a state. */
export type Edge = readonly [from: number, to: number, target: number];

/**
 * A deterministic automaton over code points. State 0 is the first; a state's edges are in
 * ascending order, and from every state an accepting one can be reached, save that an automaton
 * which accepts nothing has state 0 alone.
 */
export interface Automaton {
  readonly edges: readonly (readonly Edge[])[];
  readonly accepting: readonly boolean[];
}

/** Beyond this, building one takes seconds. */
const MAX_STATES = 40_000;

export const NO_STATE = -1;

/** The state after a code point, or `NO_STATE`. */
export function step(automaton: Automaton, state: number, codePoint: number): number {
  if (codePoint < ASCII) return readRow(automaton, state)[codePoint] ?? NO_STATE;
  for (const [from, to, target] of automaton.edges[state] ?? []) {
    if (codePoint < from) return NO_STATE;
    if (codePoint <= to) return target;
  }
  return NO_STATE;
}

const ASCII = 128;

/**
 * By automaton and state: where each letter of ASCII leads. A vocabulary is walked through for
 * every token, and most of it is ASCII.
 */
const ROWS = new WeakMap<Automaton, (Int32Array | undefined)[]>();

function readRow(automaton: Automaton, state: number): Int32Array {
  const rows = ROWS.get(automaton) ?? [];
  if (rows.length === 0) ROWS.set(automaton, rows);
  return (rows[state] ??= writeRow(automaton.edges[state] ?? []));
}

function writeRow(edges: readonly Edge[]): Int32Array {
  const row = new Int32Array(ASCII).fill(NO_STATE);
  for (const [from, to, target] of edges) if (from < ASCII) row.fill(target, from, to + 1);
  return row;
}

export function accepts(automaton: Automaton, text: string): boolean {
  let state = 0;
  for (const letter of text) {
    state = step(automaton, state, letter.codePointAt(0) ?? 0);
    if (state === NO_STATE) return false;
  }
  return automaton.accepting[state] ?? false;
}

/** Whether it accepts no text. */
export function isEmpty({ edges, accepting }: Automaton): boolean {
  return accepting[0] !== true && edges[0]?.length === 0;
}

/**
 * Builds an automaton from the state `first`, from any description of states that `key`
 * distinguishes. States that lead nowhere are dropped. Throws TooLarge.
 */
export function explore<State>(
  first: State,
  key: (state: State) => string | number,
  isAccepting: (state: State) => boolean,
  listEdges: (state: State) => Iterable<readonly [from: number, to: number, target: State]>,
  mostStates = MAX_STATES,
): Automaton {
  const numbers = new Map([[key(first), 0]]);
  const states = [first];
  const edges: Edge[][] = [];
  for (let index = 0; index < states.length; index++) {
    edges.push(
      Array.from(
        listEdges(states[index] as State),
        ([from, to, target]) => [from, to, number(target)] as const,
      ),
    );
  }
  return trim({ edges, accepting: states.map(isAccepting) });

  function number(state: State): number {
    const name = key(state);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    if (states.length >= mostStates) throw new TooLarge();
    numbers.set(name, states.length);
    return states.push(state) - 1;
  }
}

/** Drops the states from which no accepting one can be reached, and joins neighbouring edges. */
function trim({ edges, accepting }: Automaton): Automaton {
  const sources = edges.map((): number[] => []);
  for (const [state, list] of edges.entries())
    for (const [, , target] of list) sources[target]?.push(state);
  const isLive = [...accepting];
  const queue = accepting.flatMap((isEnd, state) => (isEnd ? [state] : []));
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const source of sources[state] ?? []) {
      if (isLive[source]) continue;
      isLive[source] = true;
      queue.push(source);
    }
  }
  if (!isLive[0]) return NOTHING;
  let count = 0;
  const renamed = isLive.map((live) => (live ? count++ : NO_STATE));
  return {
    accepting: accepting.filter((_, state) => isLive[state]),
    edges: edges.filter((_, state) => isLive[state]).map((list) => joinEdges(list, renamed)),
  };
}

function joinEdges(list: readonly Edge[], renamed: readonly number[]): Edge[] {
  const joined: [number, number, number][] = [];
  for (const [from, to, old] of list) {
    const target = renamed[old] ?? NO_STATE;
    if (target === NO_STATE) continue;
    const last = joined.at(-1);
    if (last && last[2] === target && last[1] === from - 1) last[1] = to;
    else joined.push([from, to, target]);
  }
  return joined;
}

const NOTHING: Automaton = { edges: [[]], accepting: [false] };

/** Any string. */
export const ANYTHING: Automaton = {
  edges: [ALL_CODE_POINTS.map(([from, to]) => [from, to, 0])],
  accepting: [true],
};

/** One text and no other. */
export function spellOut(text: string): Automaton {
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  return {
    edges: [...points.map((point, index): Edge[] => [[point, point, index + 1]]), []],
    accepting: [...points.map(() => false), true],
  };
}

/** Strings of that many code points. */
export function countCodePoints(min: number, max: number): Automaton {
  const last = max === Infinity ? min : max;
  if (last >= MAX_STATES) throw new TooLarge();
  const advance = (state: number): Edge[] => ALL_CODE_POINTS.map(([from, to]) => [from, to, state]);
  return {
    edges: Array.from({ length: last + 1 }, (_, state) =>
      state < last ? advance(state + 1) : max === Infinity ? advance(state) : [],
    ),
    accepting: Array.from({ length: last + 1 }, (_, state) => state >= min),
  };
}

/** What both accept. */
export function intersect(a: Automaton, b: Automaton): Automaton {
  return combine(a, b, (inA, inB) => inA && inB, false);
}

/** What `a` accepts and `b` does not. */
export function subtract(a: Automaton, b: Automaton): Automaton {
  return combine(a, b, (inA, inB) => inA && !inB, true);
}

type Pair = readonly [a: number, b: number];

function combine(
  a: Automaton,
  b: Automaton,
  isAccepting: (inA: boolean, inB: boolean) => boolean,
  goesOnWithoutB: boolean,
): Automaton {
  return explore<Pair>(
    [0, 0],
    ([inA, inB]) => (inA + 1) * (b.edges.length + 1) + inB,
    ([inA, inB]) => isAccepting(a.accepting[inA] ?? false, b.accepting[inB] ?? false),
    ([inA, inB]) => listCommonEdges(a.edges[inA] ?? [], b.edges[inB] ?? [], goesOnWithoutB),
  );
}

function* listCommonEdges(
  a: readonly Edge[],
  b: readonly Edge[],
  goesOnWithoutB: boolean,
): Iterable<readonly [number, number, Pair]> {
  for (const [from, to, target] of a) {
    let next = from;
    for (const [otherFrom, otherTo, other] of b) {
      if (otherTo < next || otherFrom > to) continue;
      if (goesOnWithoutB && otherFrom > next) yield [next, otherFrom - 1, [target, NO_STATE]];
      yield [Math.max(next, otherFrom), Math.min(to, otherTo), [target, other]];
      next = Math.min(to, otherTo) + 1;
    }
    if (goesOnWithoutB && next <= to) yield [next, to, [target, NO_STATE]];
  }
}

/** What either accepts. */
export function uniteAll(automata: readonly Automaton[]): Automaton {
  if (automata.length === 1 && automata[0]) return automata[0];
  return subtract(ANYTHING, automata.reduce(subtract, ANYTHING));
}

/** Any of some texts. */
export function spellOutAny(texts: readonly string[]): Automaton {
  const ends = new Set(texts);
  const steps = new Map<string, Map<number, string>>();
  for (const text of texts) {
    let read = '';
    for (const letter of text) {
      const next = steps.get(read) ?? new Map<number, string>();
      steps.set(read, next.set(letter.codePointAt(0) ?? 0, read + letter));
      read += letter;
    }
  }
  return explore(
    '',
    (read) => read,
    (read) => ends.has(read),
    (read) =>
      [...(steps.get(read) ?? [])]
        .sort(([a], [b]) => a - b)
        .map(([point, next]) => [point, point, next] as const),
  );
}
