import type { Branch } from './branches.ts';
import { NUMBER_FORMATS } from './formats.ts';
import { canDivide, type NumberRange } from './number-automaton.ts';
import { refuseKeyword } from './refusal.ts';

/** A branch's constraints on numbers. */
export function describeNumbers(branch: Branch): NumberRange {
  const range: NumberRange = { isInteger: false, divisors: [] };
  for (const { schema, pointer } of branch) {
    const types = [schema.type ?? 'number'].flat();
    if (!types.includes('number') && types.includes('integer')) range.isInteger = true;
    raiseMin(range, schema.minimum, false);
    raiseMin(range, schema.exclusiveMinimum, true);
    lowerMax(range, schema.maximum, false);
    lowerMax(range, schema.exclusiveMaximum, true);
    const named = NUMBER_FORMATS.get(String(schema.format));
    raiseMin(range, named?.min, false);
    lowerMax(range, named?.max, false);
    if (named) range.isInteger = true;
    if (schema.multipleOf !== undefined)
      range.divisors = [...range.divisors, readDivisor(schema.multipleOf as number, pointer)];
  }
  return range;
}

function readDivisor(divisor: number, pointer: string): number {
  if (canDivide(divisor)) return divisor;
  const sentence = `"multipleOf" ${divisor} is not supported. Use a whole number up to 10000, or 0.5, 0.25 and so on`;
  throw refuseKeyword(pointer, 'multipleOf', sentence);
}

function raiseMin(range: NumberRange, bound: unknown, isExclusive: boolean): void {
  if (typeof bound !== 'number' || (range.min !== undefined && bound < range.min)) return;
  range.isAboveMin = isExclusive || (range.isAboveMin === true && bound === range.min);
  range.min = bound;
}

function lowerMax(range: NumberRange, bound: unknown, isExclusive: boolean): void {
  if (typeof bound !== 'number' || (range.max !== undefined && bound > range.max)) return;
  range.isBelowMax = isExclusive || (range.isBelowMax === true && bound === range.max);
  range.max = bound;
}
