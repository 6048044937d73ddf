import { get, update } from 'idb-keyval';
import * as z from 'zod/mini';
import { recipeSchema } from '../engine/bulk/recipe.ts';
import { listUnreadable, splitList, passOver, type ReportDamage } from './damage/damage.ts';
import type { Values } from './values.ts';

export const savedRecipeSchema = z.object({
  id: z.string(),
  name: z.string().check(z.minLength(1)),
  operations: recipeSchema,
});
/** Operations on pictures, under a name. */
export type SavedRecipe = z.infer<typeof savedRecipeSchema>;

/** The recipes that the user has saved. Where storage is denied, they hold for this visit. */
export interface RecipeStorage {
  read(): Promise<SavedRecipe[]>;
  /** Adds a recipe, or puts it in the place of the one with its id; what other tabs add stays. */
  put(recipe: SavedRecipe): Promise<void>;
  remove(id: string): Promise<void>;
}

const KEY = 'bulk-recipes';

export function createRecipeStorage(
  values: Values,
  report: ReportDamage = passOver,
): RecipeStorage {
  const write = (change: (kept: SavedRecipe[]) => SavedRecipe[]) => {
    const rewrite = (kept: unknown) => {
      const { read, unreadable } = splitList(savedRecipeSchema, kept);
      return [...change(read), ...unreadable];
    };
    return update(KEY, rewrite, values).catch(() => undefined);
  };
  return {
    async read() {
      const kept: unknown = await get(KEY, values).catch(() => undefined);
      const { read, unreadable } = splitList(savedRecipeSchema, kept);
      if (unreadable.length > 0) report(listUnreadable('recipe', unreadable));
      return read;
    },
    put: (recipe) => write((kept) => putRecipe(kept, recipe)),
    remove: (id) => write((kept) => kept.filter((each) => each.id !== id)),
  };
}

/** In the place that it had, or as the last one. */
export function putRecipe(kept: readonly SavedRecipe[], recipe: SavedRecipe): SavedRecipe[] {
  return kept.some(({ id }) => id === recipe.id)
    ? kept.map((each) => (each.id === recipe.id ? recipe : each))
    : [...kept, recipe];
}
