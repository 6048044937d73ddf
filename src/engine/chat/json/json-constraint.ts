import { EngineError } from '../../errors.ts';
import type { Vocabulary } from '../language-model.ts';
import type { TokenConstraint } from '../token-constraint.ts';
import { NO_STATE, step, type Automaton } from './automaton.ts';
import type { Rule } from './grammar.ts';
import { advance, canGoOn, leave, startMatcher, writeEnding, type Matcher } from './matcher.ts';
import { buildTokenTrie, type TokenTrie } from './token-trie.ts';
import { readBytes, type Reading } from './utf8-reader.ts';

/** Makes the constraint of one answer from a grammar. */
export type ConstrainTokens = (grammar: Rule) => TokenConstraint;

/** For one model. Its vocabulary is read with the first grammar. */
export function createTokenConstrainer(
  readVocabulary: () => Vocabulary,
  endTokens: ReadonlySet<number>,
): ConstrainTokens {
  let ready: { trie: TokenTrie; size: number; listInside: ListInside } | undefined;
  return (grammar) => {
    ready ??= prepare(readVocabulary(), endTokens);
    const { trie, size, listInside } = ready;
    let reading: Reading = { matcher: startMatcher(grammar), pending: [] };
    return {
      apply(logits) {
        const allowed = allowTokens(reading, trie, listInside, size);
        if (reading.pending.length === 0 && reading.matcher.isWhole)
          for (const token of endTokens) allow(allowed, token);
        return mask(logits, allowed);
      },
      accept(token) {
        if (endTokens.has(token)) return;
        const next = readBytes(reading, trie.bytesOf(token));
        if (!next) throw new EngineError('internal', `The grammar did not take token ${token}.`);
        reading = next;
      },
      // The bytes of half a character are left out.
      writeEnding: () => writeEnding(reading.matcher),
    };
  };
}

function prepare({ kind, tokens }: Vocabulary, endTokens: ReadonlySet<number>) {
  const trie = buildTokenTrie({
    kind,
    tokens: tokens.map((token, id) => (endTokens.has(id) ? '' : token)),
  });
  const size = Math.max(tokens.length, ...[...endTokens].map((token) => token + 1));
  return { trie, size, listInside: createInsideCache(trie, size) };
}

/** Sets the others to -Infinity; returns whether any is left. */
function mask(logits: Float32Array, allowed: Uint32Array): boolean {
  let isAnyLeft = false;
  for (let token = 0; token < logits.length; token++) {
    if ((((allowed[token >> 5] ?? 0) >>> (token & 31)) & 1) === 0) logits[token] = -Infinity;
    else isAnyLeft = true;
  }
  return isAnyLeft;
}

function allow(set: Uint32Array, token: number): void {
  set[token >> 5] = (set[token >> 5] ?? 0) | (1 << (token & 31));
}

function allowTokens(
  reading: Reading,
  trie: TokenTrie,
  listInside: ListInside,
  size: number,
): Uint32Array {
  const allowed = new Uint32Array((size + 31) >> 5);
  for (const { token, bytes } of trie.pieces) if (readBytes(reading, bytes)) allow(allowed, token);
  if (reading.pending.length > 0) return allowed;
  for (const top of reading.matcher.tops) {
    const { inside, exits } = listInside(top.terminal.automaton, top.state);
    for (let index = 0; index < allowed.length; index++)
      allowed[index] = (allowed[index] ?? 0) | (inside[index] ?? 0);
    if (exits.length === 0) continue;
    const behind = leave(top);
    for (const node of exits) allowBelow(trie, node, behind, allowed);
  }
  return allowed;
}

/** Allows the tokens below a node of the trie that a matcher takes. */
function allowBelow(trie: TokenTrie, root: number, matcher: Matcher, allowed: Uint32Array): void {
  const { points, depths, ends } = trie;
  const depth = depths[root] ?? 0;
  const end = ends[root] ?? 0;
  const path = [matcher];
  for (let node = root + 1; node < end;) {
    const level = (depths[node] ?? 0) - depth;
    const next = advance(path[level - 1] ?? matcher, points[node] ?? 0);
    if (!canGoOn(next)) {
      node = ends[node] ?? end;
      continue;
    }
    path[level] = next;
    allowAt(trie, node, allowed);
    node++;
  }
}

function allowAt(
  { tokens, tokensFrom, tokensTo }: TokenTrie,
  node: number,
  allowed: Uint32Array,
): void {
  const end = tokensTo[node] ?? 0;
  for (let index = tokensFrom[node] ?? 0; index < end; index++) allow(allowed, tokens[index] ?? 0);
}

/**
 * From a state of an automaton: the tokens that stay inside, and the nodes of the trie at which it
 * may be left.
 */
interface Inside {
  inside: Uint32Array;
  exits: readonly number[];
}

type ListInside = (automaton: Automaton, state: number) => Inside;

/**
 * Walking the whole vocabulary takes milliseconds, and an answer is mostly strings, so results are
 * cached.
 */
function createInsideCache(trie: TokenTrie, size: number): ListInside {
  let known = new WeakMap<Automaton, Map<number, Inside>>();
  let count = 0;
  return (automaton, state) => {
    const states = known.get(automaton) ?? new Map<number, Inside>();
    const found = states.get(state) ?? walkInside(trie, automaton, state, size);
    if (!states.has(state) && ++count > MAX_KEPT) {
      known = new WeakMap();
      count = 0;
    }
    states.set(state, found);
    known.set(automaton, states);
    return found;
  };
}

/** Each takes a bit for every token. */
const MAX_KEPT = 512;

function walkInside(trie: TokenTrie, automaton: Automaton, from: number, size: number): Inside {
  const { points, depths, ends } = trie;
  const inside = new Uint32Array((size + 31) >> 5);
  const exits: number[] = [];
  const path = [from];
  for (let node = 1; node < points.length;) {
    const depth = depths[node] ?? 0;
    const next = step(automaton, path[depth - 1] ?? from, points[node] ?? 0);
    if (next === NO_STATE) {
      node = ends[node] ?? points.length;
      continue;
    }
    path[depth] = next;
    allowAt(trie, node, inside);
    if (automaton.accepting[next] && (ends[node] ?? 0) > node + 1) exits.push(node);
    node++;
  }
  return { inside, exits };
}
