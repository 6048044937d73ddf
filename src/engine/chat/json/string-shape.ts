import {
  ANYTHING,
  countCodePoints,
  intersect,
  spellOutAny,
  subtract,
  type Automaton,
} from './automaton.ts';
import type { Branch } from './branches.ts';
import { NUMBER_FORMATS, SHOWN_FORMATS, STRING_FORMATS } from './formats.ts';
import { refuseKeyword, TooLarge, UnheldRegex } from './refusal.ts';
import { compilePattern } from './regex-automaton.ts';
import type { ObjectPart } from './schema-document.ts';
import { listKinds, listValues } from './shapes.ts';

const MAX_CODE_POINTS = 10_000;

/** The strings that a branch allows. */
export function describeStrings(branch: Branch): Automaton {
  const automata = branch.flatMap((part) => [...describePatterns(part), ...describeLengths(part)]);
  return automata.reduce(
    (all, each, index) => (index === 0 ? each : intersect(all, each)),
    automata[0] ?? ANYTHING,
  );
}

function describePatterns(part: ObjectPart): Automaton[] {
  const { pattern, format } = part.schema;
  return [
    ...(pattern === undefined ? [] : [compileOwnPattern(part, 'pattern', String(pattern))]),
    ...(format === undefined ? [] : describeFormat(part, String(format))),
  ];
}

function describeLengths({ schema, pointer }: ObjectPart): Automaton[] {
  const { minLength = 0, maxLength = Infinity } = schema as {
    minLength?: number;
    maxLength?: number;
  };
  if (minLength > MAX_CODE_POINTS)
    throw refuseKeyword(
      pointer,
      'minLength',
      `"minLength" can be at most ${MAX_CODE_POINTS}, not ${minLength}`,
    );
  if (minLength === 0 && maxLength === Infinity) return [];
  return [
    countCodePoints(
      minLength,
      maxLength === Infinity ? Infinity : Math.min(maxLength, MAX_CODE_POINTS),
    ),
  ];
}

function describeFormat({ schema, pointer }: ObjectPart, format: string): Automaton[] {
  const pattern = STRING_FORMATS.get(format);
  if (pattern) return [compilePattern(pattern)];
  if (NUMBER_FORMATS.has(format) || SHOWN_FORMATS.has(format)) return [];
  // A pattern beside it need not imply the format, and does not replace it.
  const remedy =
    schema.pattern === undefined ? 'Write it as a "pattern", or leave it out' : 'Leave it out';
  throw refuseKeyword(pointer, 'format', `The format "${format}" is not supported. ${remedy}`);
}

/** The automaton of a schema's pattern; problems are refused under the keyword's name. */
export function compileOwnPattern(
  { pointer }: ObjectPart,
  keyword: string,
  source: string,
): Automaton {
  try {
    return compilePattern(source);
  } catch (thrown) {
    if (thrown instanceof UnheldRegex)
      throw refuseKeyword(
        pointer,
        keyword,
        `The pattern "${source}" uses ${thrown.message}, which is not supported`,
      );
    if (thrown instanceof TooLarge)
      throw refuseKeyword(
        pointer,
        keyword,
        `The pattern "${source}" is too large. Use smaller repetitions`,
      );
    if (thrown instanceof SyntaxError)
      throw refuseKeyword(pointer, keyword, `"${source}" is not a valid regular expression`);
    throw thrown;
  }
}

/** Strings of a branch, its `enum` and `const` too. */
export function describeTexts(branch: Branch): Automaton {
  if (!listKinds(branch).includes('string')) return subtract(ANYTHING, ANYTHING);
  const values = listValues(branch)?.filter((value) => typeof value === 'string');
  return values ? intersect(spellOutAny(values), describeStrings(branch)) : describeStrings(branch);
}
