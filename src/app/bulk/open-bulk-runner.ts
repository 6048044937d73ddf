import { fillPictures, listPictureNames } from '../../engine/bulk/recipe-pictures.ts';
import type { Recipe } from '../../engine/bulk/recipe.ts';
import type { BulkList, BulkRunner } from '../../engine/bulk/run-bulk-job.ts';
import type { ImageOpsEngine } from '../../engine/image-ops/image-ops-engine.ts';
import {
  connectBulkDatabase,
  createBulkFiles,
  createMemoryBulkFiles,
} from '../../storage/bulk/bulk-files.ts';
import { createRecipePictures } from '../../storage/recipe-pictures.ts';
import type { Stores } from '../../storage/stores.ts';
import type { Values } from '../../storage/values.ts';

interface RunnerParts {
  engine: ImageOpsEngine;
  stores: Pick<Stores, 'isKept'>;
  values: Values;
  openLists: ReadonlyMap<string, BulkList>;
}

/** Processes lists of pictures, also those of other tabs and of tabs that were closed. */
export function openBulkRunner({ engine, stores, values, openLists }: RunnerParts): BulkRunner {
  const recipePictures = createRecipePictures(values);
  const database = stores.isKept ? connectBulkDatabase() : undefined;
  async function fillRecipe(recipe: Recipe): Promise<Recipe> {
    const found = new Map<string, Blob | undefined>();
    for (const name of listPictureNames(recipe)) found.set(name, await recipePictures.read(name));
    return fillPictures(recipe, (name) => found.get(name));
  }
  return {
    engine,
    async openList(listId) {
      const open = openLists.get(listId);
      if (open) return open;
      const files = database ? createBulkFiles(database, listId) : createMemoryBulkFiles();
      const { read, readSource, addOutcome: keep } = files;
      return { read, readSource, keep, fillRecipe };
    },
  };
}
