import type { BulkItem, Outcome } from '../../../engine/bulk/bulk-item.ts';
import type { BulkQueue } from '../../../engine/bulk/bulk-queue.ts';
import type { Recipe } from '../../../engine/bulk/recipe.ts';
import type { BulkList } from '../../../engine/bulk/run-bulk-job.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageOpsEngine } from '../../../engine/image-ops/image-ops-engine.ts';
import type { BulkFiles } from '../../../storage/bulk/bulk-files.ts';
import type { BulkStore } from './bulk-state.ts';
import { createSourceFiles } from './source-files.ts';

export interface BulkDependencies {
  engine: ImageOpsEngine;
  /** Opens this tab's list. */
  openFiles(): Promise<{ listId: string; files: BulkFiles }>;
  /** Takes what a run in this tab reaches the list by, with files that are not on the disk. */
  offerList(listId: string, list: BulkList): void;
  /** The queue that runs on the list wait in. */
  queue: BulkQueue;
  /** The chain as it is now. */
  readRecipe(): Recipe;
  /** The same with the pictures that it names. Throws if one is gone. */
  fillRecipe(recipe: Recipe): Promise<Recipe>;
}

type Alter = (item: BulkItem) => BulkItem;

/** What the actions share. `access` reaches the store once it is there. */
export function createBulkParts(
  dependencies: BulkDependencies,
  access: Pick<BulkStore, 'getState' | 'setState'>,
) {
  const { openFiles, offerList, fillRecipe } = dependencies;
  const { getState: get, setState: set } = access;
  let opening: ReturnType<typeof openNow> | undefined;
  const open = () => (opening ??= openNow());
  const files = async () => (await open()).files;
  const find = (id: string) => get().items?.find((item) => item.id === id);
  const report = (thrown: unknown) => set({ problem: EngineError.from(thrown) });
  const sources = createSourceFiles(files, find);
  /** Pictures that were removed are not in it. */
  const list: BulkList = {
    async read(id) {
      await get().restore();
      return find(id);
    },
    readSource: sources.read,
    keep,
    fillRecipe,
  };

  async function openNow() {
    const opened = await openFiles();
    offerList(opened.listId, list);
    return opened;
  }
  async function keep(id: string, outcome: Outcome, made: readonly Blob[]): Promise<void> {
    const item = find(id);
    if (!item) return;
    await (await files()).saveOutcome({ ...item, outcome }, made);
    show(id, (each) => ({ ...each, outcome }));
  }
  function show(id: string, alter: Alter): void {
    set(({ items }) => ({
      items: items?.map((one) => (one.id === id ? alter(one) : one)) ?? null,
    }));
  }
  async function change(id: string, alter: Alter): Promise<void> {
    show(id, alter);
    const changed = find(id);
    if (!changed) return;
    await files()
      .then((kept) => kept.update(changed))
      .catch(report);
  }
  return { ...dependencies, get, set, open, files, find, report, sources, list, change };
}
export type BulkParts = ReturnType<typeof createBulkParts>;
