import { ALL_CODE_POINTS, invert, unite, type CodePointSet } from './code-point-set.ts';
import { parseBrackets, parseEscape, single } from './parse-letters.ts';
import { createPatternReader, type PatternReader } from './pattern-reader.ts';
import { UnheldRegex } from './refusal.ts';

/** A regular expression as a tree. */
export type Regex =
  | { kind: 'set'; set: CodePointSet }
  | { kind: 'sequence'; parts: readonly Regex[] }
  | { kind: 'choice'; options: readonly Regex[] }
  | { kind: 'repeat'; part: Regex; min: number; max: number }
  | { kind: 'start' }
  | { kind: 'end' }
  | { kind: 'lookahead'; part: Regex; isNegative: boolean };

/**
 * Parses a pattern in ECMA-262's syntax. Throws UnheldRegex for what an automaton cannot hold and
 * SyntaxError for what is not a pattern.
 */
export function parseRegex(source: string): Regex {
  checkSyntax(source);
  const reader = createPatternReader(source);
  const tree = parseChoice(reader);
  const left = reader.peek();
  if (left !== undefined) throw new SyntaxError(`Unexpected ${left}`);
  return tree;
}

/** With the flag `u`, as JSON Schema says; some patterns in use are valid without it alone. */
function checkSyntax(source: string): void {
  try {
    new RegExp(source, 'u');
  } catch {
    new RegExp(source);
  }
}

function parseChoice(reader: PatternReader): Regex {
  const options = [parseSequence(reader)];
  while (reader.accept('|')) options.push(parseSequence(reader));
  return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
}

const ENDS_SEQUENCE: ReadonlySet<string | undefined> = new Set([undefined, '|', ')']);

function parseSequence(reader: PatternReader): Regex {
  const parts: Regex[] = [];
  while (!ENDS_SEQUENCE.has(reader.peek())) parts.push(parseRepeated(reader));
  return { kind: 'sequence', parts };
}

function parseRepeated(reader: PatternReader): Regex {
  const part = parseAtom(reader);
  const counts = parseCounts(reader);
  if (!counts) return part;
  reader.accept('?');
  return { kind: 'repeat', part, ...counts };
}

function parseCounts(reader: PatternReader): { min: number; max: number } | undefined {
  const simple = SIMPLE_COUNTS.get(reader.peek() ?? '');
  if (simple) {
    reader.next();
    return simple;
  }
  const [whole, min, comma, max] = reader.match(/^\{(\d+)(,?)(\d*)\}/, 40) ?? [];
  if (whole === undefined) return undefined;
  reader.skip(whole.length);
  return { min: Number(min), max: comma ? (max ? Number(max) : Infinity) : Number(min) };
}

const SIMPLE_COUNTS: ReadonlyMap<string, { min: number; max: number }> = new Map([
  ['*', { min: 0, max: Infinity }],
  ['+', { min: 1, max: Infinity }],
  ['?', { min: 0, max: 1 }],
]);

const NO_LINE_BREAK = invert(unite(...Array.from('\n\r\u2028\u2029', single)));

function parseAtom(reader: PatternReader): Regex {
  const letter = reader.next();
  if (letter === '^') return { kind: 'start' };
  if (letter === '$') return { kind: 'end' };
  if (letter === '(') return parseGroup(reader);
  return { kind: 'set', set: parseSet(letter, reader) };
}

function parseSet(letter: string, reader: PatternReader): CodePointSet {
  if (letter === '.') return NO_LINE_BREAK;
  if (letter === '[') return parseBrackets(reader);
  return letter === '\\' ? parseEscape(reader, false) : single(letter);
}

function parseGroup(reader: PatternReader): Regex {
  const [opening = ''] = reader.match(/^\?(?:<[^>=!]+>|<?[=!]|:)/, 80) ?? [];
  reader.skip(Array.from(opening).length);
  if (reader.peek() === '?' && opening === '') throw new UnheldRegex('a group with flags');
  if (opening === '?<=' || opening === '?<!') throw new UnheldRegex('lookbehind');
  const part = parseChoice(reader);
  reader.next();
  const isLookahead = opening === '?=' || opening === '?!';
  return isLookahead ? { kind: 'lookahead', part, isNegative: opening === '?!' } : part;
}

/** Any code point. */
export const ANY_CODE_POINT: Regex = { kind: 'set', set: ALL_CODE_POINTS };
