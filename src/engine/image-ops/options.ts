import * as z from 'zod/mini';
import { EngineError } from '../errors.ts';
import type { Colour } from './pixels/with-alpha.ts';

/** The longest side that the formats can hold: WebP's, the smallest of them. */
export const MAX_SIDE = 16_383;

/** A number from `min` to `max`; an error says the range. */
export function between(min: number, max: number) {
  const error = () => `must be a number from ${min} to ${max}`;
  return z.number({ error }).check(z.minimum(min, { error }), z.maximum(max, { error }));
}

/** A whole number from `min` to `max`; an error says the range. */
export function wholeBetween(min: number, max: number) {
  const error = () => `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).check(z.minimum(min, { error }), z.maximum(max, { error }));
}

/** One of some words; an error lists them. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: () => `must be one of ${words.join(', ')}` });
}

/** One of some words, or several; an error lists them. */
export function oneOrMoreOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const error = () => `must be one or more of ${words.join(', ')}`;
  const word = z.enum(words);
  return z.union([word, z.array(word).check(z.minLength(1, { error }))], { error });
}

/** True or false. */
export const flag = () => z.boolean({ error: () => 'must be true or false' });

/** A point of a picture: from the left and from the top, 0 to 1. */
export const focalPoint = () => z.strictObject({ x: between(0, 1), y: between(0, 1) });

const FILE_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u;

/** A part of a file's name. */
export const fileName = () => {
  const error = () => 'must be 1 to 64 letters, digits, dots, dashes or underscores';
  return z.string({ error }).check(z.regex(FILE_NAME, { error }));
};

/** Width, height or position in pixels. */
export const side = () => wholeBetween(1, MAX_SIDE);
export const offset = () => wholeBetween(0, MAX_SIDE);
export const quality = () => wholeBetween(1, 100);

const COLOUR = /^#(?:[\da-f]{3}|[\da-f]{6}|[\da-f]{8})$/i;

/** `#rgb`, `#rrggbb` or `#rrggbbaa`, or `transparent`. */
export const colour = () =>
  z.string({ error: () => 'must be a colour such as #ff8800, or transparent' }).check(
    z.refine((text) => text === 'transparent' || COLOUR.test(text), {
      error: () => 'must be a colour such as #ff8800, or transparent',
    }),
  );

export function parseColour(text: string): Colour {
  if (text === 'transparent') return [0, 0, 0, 0];
  const digits = text.slice(1);
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const at = (index: number) => parseInt(pairs.slice(2 * index, 2 * index + 2) || 'ff', 16);
  return [at(0), at(1), at(2), at(3)];
}

/** Throws `invalid_request` that names the operation, the option and what it may be. */
export function parseOptions<Schema extends z.ZodMiniType>(
  operation: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const parsed = z.safeParse(schema, options ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new EngineError('invalid_request', `${operation}: ${describeIssue(issue)}.`, {
    details: { operation, option: issue?.path.join('.') ?? '' },
  });
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_union' && issue.path.length === 0)
    return describeIssue(findClosest(issue.errors)[0]);
  if (issue?.code === 'unrecognized_keys') return `there is no option "${issue.keys[0] ?? ''}"`;
  const option = issue?.path.join('.') ?? '';
  return option === ''
    ? (issue?.message ?? 'the options are not valid')
    : `"${option}" ${issue?.message}`;
}

/** Of several forms that options may have, the one that has the fewest options it does not know. */
function findClosest(forms: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] {
  const countUnknown = (issues: readonly z.core.$ZodIssue[]) =>
    issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [])).length;
  return forms.reduce(
    (best, form) => (countUnknown(form) < countUnknown(best) ? form : best),
    forms[0] ?? [],
  );
}
