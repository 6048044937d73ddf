import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseRecipe, type Recipe } from '../../../engine/bulk/recipe.ts';
import { EngineError } from '../../../engine/errors.ts';
import { putRecipe, type RecipeStorage, type SavedRecipe } from '../../../storage/recipes.ts';

interface RecipesState {
  /** In the order in which they were saved. */
  recipes: readonly SavedRecipe[];
  /** Deleted last, and can still be restored. */
  removed: SavedRecipe | null;
  problem: EngineError | null;
  restore(): Promise<void>;
  /** Under a name; the recipe that has it already gets these operations. */
  save(name: string, operations: Recipe): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): void;
  undoRemove(): Promise<void>;
  /** Reads a recipe's file and saves it under the file's name. */
  importFile(file: File): Promise<void>;
}
export type RecipesStore = StoreApi<RecipesState>;

export function createRecipesStore(storage: RecipeStorage): RecipesStore {
  return createStore<RecipesState>()((set, get) => {
    /** Shown once it is kept: what is in the list survives a reload. */
    async function put(recipe: SavedRecipe): Promise<void> {
      await storage.put(recipe);
      set(({ recipes }) => ({ recipes: putRecipe(recipes, recipe), problem: null }));
    }
    const save = (name: string, operations: Recipe) => {
      const id = get().recipes.find((each) => each.name === name)?.id ?? crypto.randomUUID();
      return put({ id, name, operations });
    };
    return {
      recipes: [],
      removed: null,
      problem: null,
      async restore() {
        const kept = await storage.read();
        set(({ recipes }) => ({ recipes: recipes.reduce(putRecipe, kept) }));
      },
      save,
      async rename(id, name) {
        const recipe = get().recipes.find((each) => each.id === id);
        if (recipe && name) await put({ ...recipe, name });
      },
      remove(id) {
        const { recipes } = get();
        set({
          recipes: recipes.filter((each) => each.id !== id),
          removed: recipes.find((each) => each.id === id) ?? null,
        });
        void storage.remove(id);
      },
      async undoRemove() {
        const { removed } = get();
        set({ removed: null });
        if (removed) await put(removed);
      },
      async importFile(file) {
        try {
          const operations = parseRecipe(await file.text());
          await save(file.name.replace(/\.[^.]+$/, '') || 'Recipe', operations);
        } catch (thrown) {
          set({ problem: EngineError.from(thrown) });
        }
      },
    };
  });
}
