import { explore, intersect, subtract, type Automaton } from './automaton.ts';
import { type CodePointSet } from './code-point-set.ts';
import { TooLarge, UnheldRegex } from './refusal.ts';
import { ANY_CODE_POINT, parseRegex, type Regex } from './regex-parser.ts';

/**
 * The strings in which a pattern is found, anchored only where it says so itself (ECMA-262, as JSON
 * Schema's `pattern`). Throws UnheldRegex, SyntaxError and TooLarge.
 */
export function compilePattern(source: string): Automaton {
  const tree = parseRegex(source);
  const parts = tree.kind === 'sequence' ? tree.parts : [tree];
  // "^(?!a)b": lookaheads at the very beginning say something of the whole string, and can be taken
  // off.
  const count =
    parts[0]?.kind === 'start'
      ? parts.findIndex(({ kind }, index) => index > 0 && kind !== 'lookahead')
      : 1;
  const ahead = parts.slice(1, count === -1 ? parts.length : count);
  const rest = parts.filter((part) => !ahead.includes(part));
  return ahead.reduce(
    (automaton, look) => {
      if (look.kind !== 'lookahead') return automaton;
      const condition = determinize({ kind: 'sequence', parts: [{ kind: 'start' }, look.part] });
      return look.isNegative ? subtract(automaton, condition) : intersect(automaton, condition);
    },
    determinize({ kind: 'sequence', parts: rest }),
  );
}

interface State {
  /**
   * States that are reached without reading: always, at the beginning of the string, or at its end.
   */
  free: number[];
  atStart: number[];
  atEnd: number[];
  reading: { set: CodePointSet; target: number }[];
}

/** Thompson's construction, then the sets of states as states. */
function determinize(tree: Regex): Automaton {
  const states: State[] = [];
  const first = addState();
  const last = add({ kind: 'repeat', part: ANY_CODE_POINT, min: 0, max: Infinity }, first);
  const found = add(tree, last);
  const final = add({ kind: 'repeat', part: ANY_CODE_POINT, min: 0, max: Infinity }, found);
  return explore(
    close([first], 'atStart'),
    (set) => set.join(),
    // An empty string is at its start and its end at once.
    (set) => close(set, 'atEnd').includes(final),
    function* (set) {
      for (const { from, to, targets } of splitRanges(
        set.flatMap((state) => states[state]?.reading ?? []),
      ))
        yield [from, to, close(targets)] as const;
    },
    MAX_STATES,
  );

  function close(set: readonly number[], assertion?: 'atStart' | 'atEnd'): number[] {
    const reached = new Set(set);
    for (const state of reached) {
      const own = states[state];
      for (const next of own?.free ?? []) reached.add(next);
      if (assertion) for (const next of own?.[assertion] ?? []) reached.add(next);
    }
    return [...reached].sort((a, b) => a - b);
  }

  function addState(): number {
    if (states.length >= MAX_STATES) throw new TooLarge();
    return states.push({ free: [], atStart: [], atEnd: [], reading: [] }) - 1;
  }

  /** Appends a tree after a state and returns the state after it. */
  function add(part: Regex, from: number): number {
    switch (part.kind) {
      case 'sequence':
        return part.parts.reduce((state, each) => add(each, state), from);
      case 'choice': {
        const end = addState();
        for (const option of part.options) states[add(option, from)]?.free.push(end);
        return end;
      }
      case 'repeat':
        return addRepeated(part, from);
      case 'lookahead':
        throw new UnheldRegex('lookahead other than at the very beginning');
      default: {
        const end = addState();
        if (part.kind === 'set') states[from]?.reading.push({ set: part.set, target: end });
        else states[from]?.[part.kind === 'start' ? 'atStart' : 'atEnd'].push(end);
        return end;
      }
    }
  }

  function addRepeated(
    { part, min, max }: Extract<Regex, { kind: 'repeat' }>,
    from: number,
  ): number {
    let state = from;
    for (let count = 0; count < min; count++) state = add(part, state);
    const end = addState();
    if (max === Infinity) {
      const loop = addState();
      states[state]?.free.push(loop);
      states[add(part, loop)]?.free.push(loop);
      states[loop]?.free.push(end);
      return end;
    }
    states[state]?.free.push(end);
    for (let count = min; count < max; count++) {
      state = add(part, state);
      states[state]?.free.push(end);
    }
    return end;
  }
}

const MAX_STATES = 10_000;

interface Reading {
  set: CodePointSet;
  target: number;
}

/** The ranges within which every code point leads to the same states. */
function* splitRanges(
  readings: readonly Reading[],
): Iterable<{ from: number; to: number; targets: number[] }> {
  const changes = new Map<number, { opened: number[]; closed: number[] }>();
  const changeAt = (point: number) => {
    const change = changes.get(point) ?? { opened: [], closed: [] };
    changes.set(point, change);
    return change;
  };
  for (const { set, target } of readings) {
    for (const [from, to] of set) {
      changeAt(from).opened.push(target);
      changeAt(to + 1).closed.push(target);
    }
  }
  const open: number[] = [];
  let from = 0;
  for (const [point, { opened, closed }] of [...changes].sort(([a], [b]) => a - b)) {
    if (open.length > 0) yield { from, to: point - 1, targets: [...new Set(open)] };
    for (const target of closed) open.splice(open.indexOf(target), 1);
    open.push(...opened);
    from = point;
  }
}
