import type { z } from '@hono/zod-openapi';
import { EngineError } from '../../engine/errors.ts';

/** Throws `invalid_request`; `details.param` is the path of the first value that is wrong. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { path, message } = findCause(parsed.error.issues);
  const param = path.join('.');
  throw new EngineError('invalid_request', param ? `${param}: ${message}` : message, {
    details: param ? { param } : {},
  });
}

/** Names of the options that a route does not have, and so does not heed. */
export function findUnknown(schema: z.ZodObject, input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.keys(input).filter((key) => !(key in schema.shape));
}

interface Cause {
  path: PropertyKey[];
  message: string;
}

/** Of several forms that a value may have, the one that was got furthest into. */
function findCause(issues: readonly z.core.$ZodIssue[], before: PropertyKey[] = []): Cause {
  const [issue] = issues;
  if (!issue) return { path: before, message: 'This is not valid.' };
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return { path, message: `${issue.message}.` };
  const forms = issue.errors.map((form) => findCause(form, path));
  const deepest = Math.max(0, ...forms.map((form) => form.path.length));
  const [first, ...others] = forms.filter((form) => form.path.length === deepest);
  if (!first) return { path, message: `${issue.message}.` };
  if (deepest > path.length || others.length === 0) return first;
  return { path, message: [first, ...others].map(({ message }) => message).join(' Or: ') };
}
