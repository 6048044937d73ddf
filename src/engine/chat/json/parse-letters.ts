import { invert, listClass, unite, type CodePointSet } from './code-point-set.ts';
import type { PatternReader } from './pattern-reader.ts';
import { UnheldRegex } from './refusal.ts';

/** What stands between brackets; the opening one has been read. */
export function parseBrackets(reader: PatternReader): CodePointSet {
  const isInverse = reader.accept('^');
  const sets: CodePointSet[] = [];
  while (!reader.accept(']')) sets.push(...parseMembers(reader));
  return isInverse ? invert(unite(...sets)) : unite(...sets);
}

/** A letter, a class or a range. */
function parseMembers(reader: PatternReader): CodePointSet[] {
  const first = parseMember(reader);
  const isRange = reader.peek() === '-' && reader.peek(1) !== ']' && isSingle(first);
  if (!isRange) return [first];
  reader.next();
  const last = parseMember(reader);
  return isSingle(last) ? [[[first[0][0], last[0][0]]]] : [first, single('-'), last];
}

function parseMember(reader: PatternReader): CodePointSet {
  const letter = reader.next();
  return letter === '\\' ? parseEscape(reader, true) : single(letter);
}

/** What a backslash stands for; it has been read. */
export function parseEscape(reader: PatternReader, isInBrackets: boolean): CodePointSet {
  const [property] = reader.match(/^[pP]\{[^}]*\}/, 60) ?? [];
  if (property) {
    reader.skip(property.length);
    return listClass(`\\${property}`);
  }
  const numbered = parseNumbered(reader);
  if (numbered) return numbered;
  const letter = reader.next();
  if (/[dDwWsS]/.test(letter)) return listClass(`\\${letter}`);
  if (letter === 'b' && isInBrackets) return single('\b');
  if (/[bB]/.test(letter)) throw new UnheldRegex('a word boundary');
  if (/[1-9k]/.test(letter)) throw new UnheldRegex('a back-reference');
  if (letter === 'c') return single(String.fromCharCode(reader.next().charCodeAt(0) % 32));
  return single(NAMED_ESCAPES.get(letter) ?? letter);
}

/** A letter by its number: `\u0041`, `\u{41}`, `\x41`, or the two halves of a pair. */
function parseNumbered(reader: PatternReader): CodePointSet | undefined {
  const [whole, pair, wide, narrow] = reader.match(NUMBERED, 60) ?? [];
  if (whole === undefined) return undefined;
  if (pair) {
    reader.skip(1 + pair.length);
    return single(String.fromCharCode(parseInt(pair.slice(0, 4), 16), parseInt(pair.slice(6), 16)));
  }
  const isByte = reader.peek() === 'x';
  const digits = wide ?? narrow?.slice(0, isByte ? 2 : 4) ?? '';
  reader.skip(1 + digits.length + (wide ? 2 : 0));
  return single(String.fromCodePoint(parseInt(digits, 16)));
}

const NUMBERED =
  /^(?:u([dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})|u\{([\da-fA-F]+)\}|(?:u(?=[\da-fA-F]{4})|x(?=[\da-fA-F]{2}))([\da-fA-F]{2,4}))/;

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['f', '\f'],
  ['0', '\0'],
]);

export function single(letter: string): CodePointSet {
  const point = letter.codePointAt(0) ?? 0;
  return [[point, point]];
}

function isSingle(set: CodePointSet): set is readonly [readonly [number, number]] {
  return set.length === 1 && set[0]?.[0] === set[0]?.[1];
}
