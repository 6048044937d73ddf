import { ALL_CODE_POINTS, invert, listClass, unite, type CodePointSet } from './code-point-set.ts';

/** A regular expression as a tree. */
export type Regex =
  | { kind: 'set'; set: CodePointSet }
  | { kind: 'sequence'; parts: readonly Regex[] }
  | { kind: 'choice'; options: readonly Regex[] }
  | { kind: 'repeat'; part: Regex; min: number; max: number }
  | { kind: 'start' }
  | { kind: 'end' }
  | { kind: 'lookahead'; part: Regex; isNegative: boolean };

/** Something that is not a regular language, or rare; the message says what. */
export class UnheldRegex extends Error {}

/**
 * Parses a pattern in ECMA-262's syntax. Throws UnheldRegex for what an automaton cannot hold and
 * SyntaxError for what is not a pattern.
 */
export function parseRegex(source: string): Regex {
  checkSyntax(source);
  const letters = Array.from(source);
  let at = 0;
  const tree = parseChoice();
  if (at < letters.length) throw new SyntaxError(`Unexpected ${letters[at]}`);
  return tree;

  function parseChoice(): Regex {
    const options = [parseSequence()];
    while (letters[at] === '|') {
      at++;
      options.push(parseSequence());
    }
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  function parseSequence(): Regex {
    const parts: Regex[] = [];
    while (at < letters.length && letters[at] !== '|' && letters[at] !== ')')
      parts.push(parseRepeated());
    return { kind: 'sequence', parts };
  }

  function parseRepeated(): Regex {
    const part = parseAtom();
    const counts = parseCounts();
    if (!counts) return part;
    if (letters[at] === '?') at++;
    return { kind: 'repeat', part, ...counts };
  }

  function parseCounts(): { min: number; max: number } | undefined {
    const simple = SIMPLE_COUNTS.get(letters[at] ?? '');
    if (simple) {
      at++;
      return simple;
    }
    const [whole, min, comma, max] =
      /^\{(\d+)(,?)(\d*)\}/.exec(letters.slice(at, at + 40).join('')) ?? [];
    if (whole === undefined) return undefined;
    at += whole.length;
    return { min: Number(min), max: comma ? (max ? Number(max) : Infinity) : Number(min) };
  }

  function parseAtom(): Regex {
    const letter = letters[at++] ?? '';
    if (letter === '^') return { kind: 'start' };
    if (letter === '$') return { kind: 'end' };
    if (letter === '.') return { kind: 'set', set: NO_LINE_BREAK };
    if (letter === '(') return parseGroup();
    if (letter === '[') return { kind: 'set', set: parseBrackets() };
    if (letter === '\\') return { kind: 'set', set: parseEscape(false) };
    return { kind: 'set', set: single(letter) };
  }

  function parseGroup(): Regex {
    const opening =
      /^\?(?:<[^>=!]+>|<?[=!]|:)/.exec(letters.slice(at, at + 80).join(''))?.[0] ?? '';
    at += Array.from(opening).length;
    if (letters[at] === '?' && opening === '') throw new UnheldRegex('a group with flags');
    if (opening === '?<=' || opening === '?<!') throw new UnheldRegex('lookbehind');
    const part = parseChoice();
    at++;
    const isLookahead = opening === '?=' || opening === '?!';
    return isLookahead ? { kind: 'lookahead', part, isNegative: opening === '?!' } : part;
  }

  function parseBrackets(): CodePointSet {
    const isInverse = letters[at] === '^';
    if (isInverse) at++;
    const sets: CodePointSet[] = [];
    while (letters[at] !== ']') {
      const first = parseMember();
      const isRange = letters[at] === '-' && letters[at + 1] !== ']' && isSingle(first);
      if (!isRange) {
        sets.push(first);
        continue;
      }
      at++;
      const last = parseMember();
      if (isSingle(last)) sets.push([[first[0][0], last[0][0]]]);
      else sets.push(first, single('-'), last);
    }
    at++;
    return isInverse ? invert(unite(...sets)) : unite(...sets);
  }

  function parseMember(): CodePointSet {
    const letter = letters[at++] ?? '';
    return letter === '\\' ? parseEscape(true) : single(letter);
  }

  function parseEscape(isInBrackets: boolean): CodePointSet {
    const rest = letters.slice(at, at + 60).join('');
    const property = /^[pP]\{[^}]*\}/.exec(rest)?.[0];
    if (property) {
      at += property.length;
      return listClass(`\\${property}`);
    }
    const [whole, pair, wide, narrow] =
      /^(?:u([dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})|u\{([\da-fA-F]+)\}|(?:u(?=[\da-fA-F]{4})|x(?=[\da-fA-F]{2}))([\da-fA-F]{2,4}))/.exec(
        rest,
      ) ?? [];
    if (whole !== undefined) return readNumbered(pair, wide, narrow);
    const letter = letters[at++] ?? '';
    if (/[dDwWsS]/.test(letter)) return listClass(`\\${letter}`);
    if (letter === 'b' && isInBrackets) return single('\b');
    if (/[bB]/.test(letter)) throw new UnheldRegex('a word boundary');
    if (/[1-9k]/.test(letter)) throw new UnheldRegex('a back-reference');
    if (letter === 'c')
      return single(String.fromCharCode((letters[at++] ?? '').charCodeAt(0) % 32));
    return single(NAMED_ESCAPES.get(letter) ?? letter);
  }

  function readNumbered(
    pair: string | undefined,
    wide: string | undefined,
    narrow: string | undefined,
  ): CodePointSet {
    if (pair) {
      at += 1 + pair.length;
      return single(
        String.fromCharCode(parseInt(pair.slice(0, 4), 16), parseInt(pair.slice(6), 16)),
      );
    }
    const isByte = letters[at] === 'x';
    const digits = wide ?? narrow?.slice(0, isByte ? 2 : 4) ?? '';
    at += 1 + digits.length + (wide ? 2 : 0);
    return single(String.fromCodePoint(parseInt(digits, 16)));
  }
}

/** With the flag `u`, as JSON Schema says; some patterns in use are valid without it alone. */
function checkSyntax(source: string): void {
  try {
    new RegExp(source, 'u');
  } catch {
    new RegExp(source);
  }
}

function single(letter: string): CodePointSet {
  const point = letter.codePointAt(0) ?? 0;
  return [[point, point]];
}

function isSingle(set: CodePointSet): set is readonly [readonly [number, number]] {
  return set.length === 1 && set[0]?.[0] === set[0]?.[1];
}

const SIMPLE_COUNTS: ReadonlyMap<string, { min: number; max: number }> = new Map([
  ['*', { min: 0, max: Infinity }],
  ['+', { min: 1, max: Infinity }],
  ['?', { min: 0, max: 1 }],
]);

const NO_LINE_BREAK = invert(unite(...Array.from('\n\r\u2028\u2029', single)));

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['f', '\f'],
  ['0', '\0'],
]);

/** Any code point. */
export const ANY_CODE_POINT: Regex = { kind: 'set', set: ALL_CODE_POINTS };
