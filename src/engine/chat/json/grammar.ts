import { isEmpty, spellOut, type Automaton } from './automaton.ts';
import { TooLarge } from './refusal.ts';

/** A part of a text: what an automaton accepts, or what a rule produces. */
export type Symbol = Terminal | Rule;

export interface Terminal {
  automaton: Automaton;
  /** By state: the fewest code points to an accepting one, and the edge that leads there. */
  distances: readonly number[];
}

/**
 * A context-free rule: any of its sequences. Filled after it is made, since rules may refer to
 * themselves.
 */
export interface Rule {
  /** Where in the schema it comes from, as a JSON pointer. */
  pointer: string;
  sequences: Sequence[];
  /**
   * Length of the shortest text, in code points, and which sequence gives it. Infinity: nothing
   * fits.
   */
  length: number;
  shortest: Sequence;
}

export type Sequence = readonly Symbol[];

export function isRule(symbol: Symbol): symbol is Rule {
  return 'sequences' in symbol;
}

const MAX_RULES = 20_000;

/** Makes rules and terminals, and keeps them from growing without end. */
export function createGrammarBuilder() {
  const texts = new Map<string, Terminal>();
  let count = 0;
  return {
    /** Throws TooLarge. */
    rule(pointer: string): Rule {
      if (++count > MAX_RULES) throw new TooLarge();
      return { pointer, sequences: [], length: Infinity, shortest: [] };
    },
    text(text: string): Terminal {
      const known = texts.get(text) ?? toTerminal(spellOut(text));
      texts.set(text, known);
      return known;
    },
  };
}

export type GrammarBuilder = ReturnType<typeof createGrammarBuilder>;

export function toTerminal(automaton: Automaton): Terminal {
  return { automaton, distances: measureDistances(automaton) };
}

function measureDistances({ edges, accepting }: Automaton): number[] {
  const sources = edges.map((): number[] => []);
  for (const [state, list] of edges.entries())
    for (const [, , target] of list) sources[target]?.push(state);
  const distances = accepting.map((isEnd) => (isEnd ? 0 : Infinity));
  let front = accepting.flatMap((isEnd, state) => (isEnd ? [state] : []));
  for (let distance = 1; front.length > 0; distance++) {
    front = [...new Set(front.flatMap((state) => sources[state] ?? []))].filter(
      (state) => distances[state] === Infinity,
    );
    for (const state of front) distances[state] = distance;
  }
  return distances;
}

/** Length of the shortest text of a symbol. */
export function lengthOf(symbol: Symbol): number {
  if (isRule(symbol)) return symbol.length;
  return isEmpty(symbol.automaton) ? Infinity : (symbol.distances[0] ?? Infinity);
}

/**
 * Finds the shortest text of every rule under the root, and removes impossible sequences, so that
 * any text begun can be finished.
 */
export function settle(root: Rule): void {
  const rules = [...listRules(root)];
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    // Rules that are used come after those that use them, so the last first.
    for (const rule of rules.toReversed()) {
      for (const sequence of rule.sequences) {
        const length = sequence.reduce((sum, symbol) => sum + lengthOf(symbol), 0);
        if (length >= rule.length) continue;
        Object.assign(rule, { length, shortest: sequence });
        hasChanged = true;
      }
    }
  }
  for (const rule of rules)
    rule.sequences = rule.sequences.filter((sequence) =>
      sequence.every((symbol) => lengthOf(symbol) < Infinity),
    );
}

function listRules(root: Rule): Set<Rule> {
  const rules = new Set([root]);
  for (const { sequences } of rules)
    for (const symbol of sequences.flat()) if (isRule(symbol)) rules.add(symbol);
  return rules;
}

/** The innermost rule that keeps a text of this one from being written. */
export function findDeadEnd(rule: Rule): Rule {
  const seen = new Set<Rule>();
  let current = rule;
  while (!seen.has(current)) {
    seen.add(current);
    const next = current.sequences
      .flat()
      .find((symbol) => isRule(symbol) && symbol.length === Infinity && !seen.has(symbol));
    if (next && isRule(next)) current = next;
  }
  return current;
}
