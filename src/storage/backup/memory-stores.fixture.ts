import { createGalleryStores } from '../gallery-stores.ts';
import { createMemoryStores } from '../memory-stores.ts';
import type { RecipePictures } from '../recipe-pictures.ts';
import { putRecipe, type RecipeStorage, type SavedRecipe } from '../recipes.ts';
import { createMemoryStudioProjects } from '../studio/studio-projects.ts';
import type { BackupStores } from './backup-format.ts';

/** Everything that a backup holds, in memory. */
export function openMemoryStores(): BackupStores {
  const stores = createMemoryStores();
  return {
    ...stores,
    ...createGalleryStores(stores),
    projects: createMemoryStudioProjects(),
    recipes: createRecipes(),
    recipePictures: createRecipePictures(),
  };
}

function createRecipes(): RecipeStorage {
  let kept: SavedRecipe[] = [];
  return {
    read: async () => kept,
    put: async (added) => void (kept = putRecipe(kept, added)),
    remove: async (id) => void (kept = kept.filter((each) => each.id !== id)),
  };
}

function createRecipePictures(): RecipePictures {
  const kept = new Map<string, Blob>();
  return {
    read: async (name) => kept.get(name),
    put: async (name, file) => void kept.set(name, file),
    keepOnly: async () => undefined,
  };
}
