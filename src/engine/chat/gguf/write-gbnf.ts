import type { Automaton, Edge } from '../json/automaton.ts';
import { isRule, type Rule, type Symbol } from '../json/grammar.ts';
import { THOUGHT_MARKS } from '../turns/thought-reader.ts';

/**
 * A grammar in GBNF, which llama.cpp holds answers to. `isBehindThought`: the answer begins in the
 * middle of a thought, and the grammar applies when that has ended.
 *
 * @example
 * import { compileSchema } from '../json/compile-schema.ts';
 * writeGbnf(compileSchema({ const: 1 })); // → 'root ::= rule-0\nrule-0 ::= "1"'
 */
export function writeGbnf(grammar: Rule, isBehindThought = false): string {
  const lines = isBehindThought ? writeThought() : ['root ::= rule-0'];
  const rules = numberAll<Rule>((rule, number) => {
    const sequences = rule.sequences.map((sequence) => sequence.map(refer).join(' ') || '""');
    lines.push(`rule-${number} ::= ${sequences.join(' | ')}`);
  });
  const automata = numberAll<Automaton>((automaton, number) => {
    lines.push(...writeAutomaton(automaton, number));
  });
  function refer(symbol: Symbol): string {
    if (isRule(symbol)) return `rule-${rules.of(symbol)}`;
    return spellText(symbol.automaton) ?? nameState(automata.of(symbol.automaton), 0);
  }
  rules.of(grammar);
  while (rules.writeNext() || automata.writeNext());
  return lines.join('\n');
}

/** Numbers things when they are first named, and writes each once. */
function numberAll<Thing>(write: (thing: Thing, number: number) => void) {
  const numbers = new Map<Thing, number>();
  const unwritten: Thing[] = [];
  function of(thing: Thing): number {
    const number = numbers.get(thing) ?? numbers.size;
    if (number === numbers.size) unwritten.push(thing);
    numbers.set(thing, number);
    return number;
  }
  return {
    of,
    /** `false`: nothing is left. */
    writeNext(): boolean {
      const next = unwritten.shift();
      if (next !== undefined) write(next, of(next));
      return next !== undefined;
    },
  };
}

const nameState = (automaton: number, state: number) => `text-${automaton}-${state}`;

/** A rule for each state: a letter, and what may follow it. */
function writeAutomaton({ edges, accepting }: Automaton, number: number): string[] {
  const isLast = (state: number) => accepting[state] === true && edges[state]?.length === 0;
  return edges.map((list, state) => {
    const ways = list.map(([from, to, target]) => {
      const letters = `[${spell(from)}${to > from ? `-${spell(to)}` : ''}]`;
      return isLast(target) ? letters : `${letters} ${nameState(number, target)}`;
    });
    if (accepting[state]) ways.push('""');
    return `${nameState(number, state)} ::= ${ways.join(' | ')}`;
  });
}

/** As a literal, if the automaton accepts one text alone. */
function spellText({ edges, accepting }: Automaton): string | undefined {
  const points: number[] = [];
  for (let state = 0; ;) {
    const list: readonly Edge[] = edges[state] ?? [];
    if (accepting[state]) return list.length === 0 ? `"${points.map(spell).join('')}"` : undefined;
    const [edge] = list;
    if (list.length !== 1 || !edge || edge[0] !== edge[1]) return undefined;
    points.push(edge[0]);
    state = edge[2];
  }
}

/** A code point in a literal or a class of GBNF. */
function spell(point: number): string {
  const letter = String.fromCodePoint(point);
  if (/[\w ]/.test(letter)) return letter;
  const digits = point.toString(16).toUpperCase();
  if (point < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** Any text up to the mark that ends a thought, which has no letter twice at its beginning. */
function writeThought(): string[] {
  const letters = Array.from(THOUGHT_MARKS.close, (letter) => spell(letter.charCodeAt(0)));
  const [first = ''] = letters;
  const states = letters.map((letter, read) => {
    const goOn = read + 1 < letters.length ? `thought-${read + 1}` : 'rule-0';
    const others = read === 0 ? [] : [`[${first}] thought-1`];
    const ways = [`[${letter}] ${goOn}`, ...others, `[^${letter}${read ? first : ''}] thought-0`];
    return `thought-${read} ::= ${ways.join(' | ')}`;
  });
  return ['root ::= thought-0', ...states];
}
