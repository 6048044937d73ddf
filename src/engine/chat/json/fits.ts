import { accepts, type Automaton } from './automaton.ts';
import { listBranches, type Branch } from './branches.ts';
import { compileNumbers, type NumberRange } from './number-automaton.ts';
import type { Part, SchemaDocument } from './schema-document.ts';
import { describeArrays } from './array-shape.ts';
import { describeNumbers } from './number-shape.ts';
import { describeObjects } from './object-shape.ts';
import { listKinds, listValues, nameValue, type Kind } from './shapes.ts';
import { describeStrings } from './string-shape.ts';

/** Whether a value fits all parts. Alternatives of `oneOf` are taken for those of `anyOf`. */
export function fitsParts(
  document: SchemaDocument,
  parts: readonly Part[],
  value: unknown,
): boolean {
  return listBranches(document, parts).some((branch) => fitsBranch(document, branch, value));
}

/** Whether a value fits a branch, `enum` and `const` included. */
export function fitsBranch(document: SchemaDocument, branch: Branch, value: unknown): boolean {
  const values = listValues(branch);
  if (values && !values.some((each) => nameValue(each) === nameValue(value))) return false;
  const kind = kindOf(value);
  return listKinds(branch).includes(kind) && FITS[kind](document, branch, value);
}

function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

const FITS: Record<Kind, (document: SchemaDocument, branch: Branch, value: unknown) => boolean> = {
  null: () => true,
  boolean: () => true,
  number: (_, branch, value) => isInRange(describeNumbers(branch), value as number),
  string: (_, branch, value) => isOfStrings(describeStrings(branch), value as string),
  array: (document, branch, value) => fitsArray(document, branch, value as unknown[]),
  object: (document, branch, value) =>
    fitsObject(document, branch, value as Record<string, unknown>),
};

function isInRange(range: NumberRange, value: number): boolean {
  const { isInteger, min = -Infinity, max = Infinity, isAboveMin, isBelowMax, divisors } = range;
  if (isInteger && !Number.isInteger(value)) return false;
  if (isAboveMin ? value <= min : value < min) return false;
  if (isBelowMax ? value >= max : value > max) return false;
  return divisors.every((divisor) => Number.isInteger(value / divisor));
}

/** Halves of surrogate pairs, which automata leave out, count as any other letter does. */
function isOfStrings(strings: Automaton, value: string): boolean {
  return accepts(strings, value.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

function fitsArray(document: SchemaDocument, branch: Branch, value: readonly unknown[]): boolean {
  const { min, isUnique, itemAt } = describeArrays(document, branch);
  const most = Math.min(
    Infinity,
    ...branch.flatMap(({ schema }) => (schema.maxItems as number | undefined) ?? []),
  );
  if (value.length < min || value.length > most) return false;
  if (isUnique && new Set(value.map(nameValue)).size < value.length) return false;
  return value.every((item, index) => fitsParts(document, itemAt(index), item));
}

function fitsObject(
  document: SchemaDocument,
  branch: Branch,
  value: Readonly<Record<string, unknown>>,
): boolean {
  const { required, min, max, propertyOf, canHave } = describeObjects(document, branch);
  const names = Object.keys(value);
  if (
    names.length < min ||
    names.length > max ||
    ![...required].every((name) => Object.hasOwn(value, name))
  )
    return false;
  return names.every((name) => canHave(name) && fitsParts(document, propertyOf(name), value[name]));
}

/** Whether two ranges have a number in common. */
export function haveCommonNumber(a: NumberRange, b: NumberRange): boolean {
  const [min, max] = [
    Math.max(a.min ?? -Infinity, b.min ?? -Infinity),
    Math.min(a.max ?? Infinity, b.max ?? Infinity),
  ];
  if (min > max) return false;
  const isAt = (bound: number | undefined, isExclusive: boolean | undefined, at: number) =>
    isExclusive && bound === at;
  const isAboveMin = isAt(a.min, a.isAboveMin, min) || isAt(b.min, b.isAboveMin, min) || false;
  const isBelowMax = isAt(a.max, a.isBelowMax, max) || isAt(b.max, b.isBelowMax, max) || false;
  const common = compileNumbers({
    isInteger: a.isInteger || b.isInteger,
    ...(min > -Infinity ? { min, isAboveMin } : {}),
    ...(max < Infinity ? { max, isBelowMax } : {}),
    divisors: [...a.divisors, ...b.divisors],
  });
  return common.accepting.some(Boolean);
}
