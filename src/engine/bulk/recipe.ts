import * as z from 'zod/mini';
import { EngineError } from '../errors.ts';
import type { OperationRequest } from '../image-ops/image-ops-engine.ts';
import { parseJson } from '../parse-json.ts';

/** Operations in their order, as a recipe's file and the demo's `--recipe` have them. */
export const recipeSchema = z.array(
  z.strictObject({
    op: z.string().check(z.minLength(1)),
    options: z.optional(z.record(z.string(), z.unknown())),
  }),
);
export type Recipe = z.infer<typeof recipeSchema>;

/**
 * The same text for the same operations with the same options, in whatever order these were set.
 *
 * @example
 * nameRecipe([{ op: 'optimize', options: { quality: 70 } }]); // → '[["optimize",["quality",70]]]'
 */
export function nameRecipe(operations: readonly OperationRequest[]): string {
  return JSON.stringify(
    operations.map(({ op, options }) => [
      op,
      ...Object.entries(options ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
}

/** Reads a recipe's file. Throws `invalid_request` that says what a recipe looks like. */
export function parseRecipe(text: string): Recipe {
  const parsed = recipeSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'invalid_request',
    'This file is not a recipe. A recipe is a JSON list such as [{"op": "resize", "options": {"width": 800}}].',
  );
}
