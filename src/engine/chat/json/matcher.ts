import { NO_STATE, step, type Edge } from './automaton.ts';
import { isRule, lengthOf, type Rule, type Sequence, type Terminal } from './grammar.ts';

/**
 * All the ways in which a text may be read so far. Immutable. A generalised pushdown automaton:
 * readings of the same rule from the same place share what follows it (Tomita 1987; Earley's
 * origins), so that ambiguity costs little.
 */
export interface Matcher {
  readonly tops: readonly Top[];
  /** Whether the text may end here. */
  readonly isWhole: boolean;
}

/** A terminal being read, and what follows it. */
export interface Top {
  readonly terminal: Terminal;
  readonly state: number;
  readonly behind: Behind;
}

/**
 * The rest of a sequence, and the call of the rule that it belongs to. `call` undefined: the end of
 * the text.
 */
interface Behind {
  readonly sequence: Sequence;
  readonly index: number;
  readonly call: Call | undefined;
}

/** One reading of a rule, started at one place, with everything that may follow it. */
interface Call {
  readonly returns: Behind[];
  /** Whether it started before this step, so that nothing more will follow it. */
  isSettled: boolean;
  /** Whether it can be empty, and has been read as that. */
  isEmpty: boolean;
  /** The fewest code points from after this call to the end of the text, and the path. */
  length: number;
  nearest: Behind | undefined;
}

/**
 * At the beginning of a text.
 *
 * @example
 * import { compileSchema } from './compile-schema.ts';
 * let matcher = startMatcher(compileSchema({ type: 'boolean' }));
 * for (const letter of 'tr') matcher = advance(matcher, letter.codePointAt(0) ?? 0);
 * matcher.isWhole; // → false
 * writeEnding(matcher); // → 'ue'
 */
export function startMatcher(root: Rule): Matcher {
  return settleReadings((add) => add({ sequence: [root], index: 0, call: undefined }));
}

/** After one more code point. Without tops and incomplete, the text cannot continue this way. */
export function advance(matcher: Matcher, codePoint: number): Matcher {
  const next = matcher.tops.flatMap(({ terminal, state, behind }): Top | readonly [] => {
    const target = step(terminal.automaton, state, codePoint);
    return target === NO_STATE ? [] : { terminal, state: target, behind };
  });
  return next.length === 0 ? STUCK : settleReadings((_, addTop) => next.forEach(addTop));
}

const STUCK: Matcher = { tops: [], isWhole: false };

/** What may come once the terminal of a top is read to its end. */
export function leave({ behind }: Top): Matcher {
  return settleReadings((add) => add(behind));
}

export function canGoOn({ tops, isWhole }: Matcher): boolean {
  return tops.length > 0 || isWhole;
}

type AddBehind = (behind: Behind) => void;
type AddTop = (top: Top) => void;

/**
 * Follows what can be followed without reading: calls of rules, ends of sequences, and terminals
 * that may end.
 */
function settleReadings(begin: (add: AddBehind, addTop: AddTop) => void): Matcher {
  const tops: Top[] = [];
  const calls = new Map<Rule, Call>();
  const queue: Behind[] = [];
  const add = (behind: Behind) => void queue.push(behind);
  let isWhole = false;

  function addTop(top: Top): void {
    const { terminal, state, behind } = top;
    if (
      tops.some(
        (other) =>
          other.terminal === terminal && other.state === state && isSame(other.behind, behind),
      )
    )
      return;
    tops.push(top);
    if (terminal.automaton.accepting[state]) add(behind);
  }

  function follow(behind: Behind): void {
    const symbol = behind.sequence[behind.index];
    if (symbol === undefined) return complete(behind.call);
    const next = skipEnds({ ...behind, index: behind.index + 1 });
    if (isRule(symbol)) enter(symbol, next);
    else addTop({ terminal: symbol, state: 0, behind: next });
  }

  function enter(rule: Rule, behind: Behind): void {
    const known = calls.get(rule);
    if (known) {
      if (known.returns.some((other) => isSame(other, behind))) return;
      join(known, behind);
      if (known.isEmpty) add(behind);
      return;
    }
    const call: Call = {
      returns: [],
      isSettled: false,
      isEmpty: false,
      length: Infinity,
      nearest: undefined,
    };
    join(call, behind);
    calls.set(rule, call);
    for (const sequence of rule.sequences) add({ sequence, index: 0, call });
  }

  function complete(call: Call | undefined): void {
    if (!call) {
      isWhole = true;
      return;
    }
    if (!call.isSettled) {
      if (call.isEmpty) return;
      call.isEmpty = true;
    }
    for (const behind of [...call.returns]) add(behind);
  }

  begin(add, addTop);
  for (let behind = queue.pop(); behind; behind = queue.pop()) follow(behind);
  for (const call of calls.values()) call.isSettled = true;
  return { tops, isWhole };
}

function isSame(a: Behind, b: Behind): boolean {
  return a.sequence === b.sequence && a.index === b.index && a.call === b.call;
}

/**
 * If nothing follows in a sequence, use what follows its call, so that long lists do not pile up.
 */
function skipEnds(behind: Behind): Behind {
  let { sequence, index, call } = behind;
  while (
    call?.isSettled &&
    index === sequence.length &&
    call.returns.length === 1 &&
    call.returns[0]
  )
    ({ sequence, index, call } = call.returns[0]);
  return { sequence, index, call };
}

function join(call: Call, behind: Behind): void {
  call.returns.push(behind);
  const length = measure(behind);
  if (length < call.length) Object.assign(call, { length, nearest: behind });
}

/** The fewest code points from here to the end of the text. */
function measure({ sequence, index, call }: Behind): number {
  let length = call?.length ?? 0;
  for (let at = index; at < sequence.length; at++)
    length += lengthOf(sequence[at] as Sequence[number]);
  return length;
}

/** The fewest code points to the end of the text, by way of a top. */
function measureTop({ terminal, state, behind }: Top): number {
  return (terminal.distances[state] ?? Infinity) + measure(behind);
}

/** A shortest ending that completes the text, which must be continuable. */
export function writeEnding(matcher: Matcher): string {
  if (matcher.isWhole) return '';
  const [first, ...others] = matcher.tops;
  if (!first) return '';
  const nearest = others.reduce(
    (best, top) => (measureTop(top) < measureTop(best) ? top : best),
    first,
  );
  const pieces = [finishTerminal(nearest.terminal, nearest.state)];
  for (let behind: Behind | undefined = nearest.behind; behind; behind = behind.call?.nearest)
    pieces.push(writeShortest(behind.sequence.slice(behind.index)));
  return pieces.join('');
}

function writeShortest(sequence: Sequence): string {
  const pieces: string[] = [];
  const left = sequence.toReversed();
  for (let symbol = left.pop(); symbol; symbol = left.pop()) {
    if (isRule(symbol)) left.push(...symbol.shortest.toReversed());
    else pieces.push(finishTerminal(symbol, 0));
  }
  return pieces.join('');
}

function finishTerminal({ automaton, distances }: Terminal, from: number): string {
  const points: number[] = [];
  for (let state = from; (distances[state] ?? 0) > 0;) {
    const distance = distances[state] ?? 0;
    const edge = automaton.edges[state]?.find(([, , target]) => distances[target] === distance - 1);
    if (!edge) break;
    points.push(choosePoint(edge));
    state = edge[2];
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}

/** Something that looks like a filler where many would do. */
function choosePoint([from, to]: Edge): number {
  return FILLERS.find((filler) => from <= filler && filler <= to) ?? from;
}

const FILLERS = Array.from('x0.', (letter) => letter.charCodeAt(0));
