import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseRecipe, type Recipe } from '../../../engine/bulk/recipe.ts';
import {
  embedPictures,
  extractPictures,
  listPictureNames,
} from '../../../engine/bulk/recipe-pictures.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { RecipePicturesStore } from '../chain/recipe-pictures-store.ts';
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
  /** Reads a recipe's file and saves it under the file's name, with its pictures. */
  importFile(file: File): Promise<void>;
  /** The recipe as a file has it, with its pictures; `null` if one is gone. */
  writeFile(recipe: SavedRecipe): Promise<string | null>;
}
export type RecipesStore = StoreApi<RecipesState>;

export function createRecipesStore(
  storage: RecipeStorage,
  pictures: RecipePicturesStore,
): RecipesStore {
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
          const { operations, pictures: found } = await extractPictures(
            parseRecipe(await file.text()),
          );
          await pictures.getState().add(found);
          await save(file.name.replace(/\.[^.]+$/, '') || 'Recipe', operations);
        } catch (thrown) {
          set({ problem: EngineError.from(thrown) });
        }
      },
      async writeFile({ operations }) {
        const { load, find } = pictures.getState();
        try {
          await load(listPictureNames(operations));
          const embedded = await embedPictures(operations, find);
          set({ problem: null });
          return JSON.stringify(embedded, null, 2);
        } catch (thrown) {
          set({ problem: EngineError.from(thrown) });
          return null;
        }
      },
    };
  });
}
