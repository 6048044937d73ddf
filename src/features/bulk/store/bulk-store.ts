import { createStore } from 'zustand/vanilla';
import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import type { BulkItem, Outcome } from '../../../engine/bulk/bulk-item.ts';
import type { BulkQueue } from '../../../engine/bulk/bulk-queue.ts';
import { isCurrent } from '../../../engine/bulk/outcomes.ts';
import { nameRecipe, type Recipe } from '../../../engine/bulk/recipe.ts';
import { runBulkJob, type BulkList } from '../../../engine/bulk/run-bulk-job.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageOpsEngine } from '../../../engine/image-ops/image-ops-engine.ts';
import { isPictureFile } from '../../../engine/images/is-picture-file.ts';
import type { BulkFiles } from '../../../storage/bulk/bulk-files.ts';
import type { BulkActions, BulkState, BulkStore } from './bulk-state.ts';
import { followRun } from './follow-run.ts';
import { hasFailed } from './outcomes.ts';
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

export function createBulkStore(dependencies: BulkDependencies): BulkStore {
  const { engine, openFiles, offerList, queue, readRecipe, fillRecipe } = dependencies;
  let opening: ReturnType<typeof openNow> | undefined;
  const open = () => (opening ??= openNow());
  const files = async () => (await open()).files;
  /** Pictures are added after those that were in the list already. */
  let restoring: Promise<void> | undefined;

  async function openNow() {
    const opened = await openFiles();
    offerList(opened.listId, list);
    return opened;
  }
  const store = createStore<BulkState & BulkActions>()((set, get) => {
    async function readList(): Promise<void> {
      try {
        const { listId, files: kept } = await open();
        set({ items: await kept.list() });
        follower.follow(listId);
      } catch (thrown) {
        set({ items: [] });
        report(thrown);
      }
    }

    async function run(ids: readonly string[]): Promise<void> {
      if (isUnderWay(get().run) || ids.length === 0) return;
      const { listId } = await open();
      if (isUnderWay(get().run)) return;
      follower.follow(listId);
      queue.giveUp(listId);
      queue.enqueue({ listId, recipe: readRecipe(), ids });
    }
    const idsOf = (isWanted: (item: BulkItem) => boolean) =>
      (get().items ?? []).filter(isWanted).map(({ id }) => id);

    /** After the time for undoing, or when something else is removed. */
    async function forgetRemoved(): Promise<void> {
      const ids = get().removed.map(({ id }) => id);
      if (ids.length === 0) return;
      set({ removed: [] });
      sources.forget(ids);
      await (await files()).remove(ids);
    }

    return {
      items: null,
      selectedId: null,
      run: { status: 'idle' },
      work: null,
      removed: [],
      leftOut: 0,
      problem: null,
      restore: () => (restoring ??= readList()),
      async add(added) {
        await restoring;
        const pictures = added.filter(isPictureFile);
        const next = Math.max(-1, ...(get().items ?? []).map(({ order }) => order)) + 1;
        const items = pictures.map(({ name, size }, index): BulkItem => ({
          id: crypto.randomUUID(),
          name,
          sizeBytes: size,
          order: next + index,
        }));
        items.forEach(({ id }, index) => pictures[index] && sources.add(id, pictures[index]));
        set((before) => ({
          items: [...(before.items ?? []), ...items],
          leftOut: added.length - pictures.length,
          selectedId: before.selectedId ?? items[0]?.id ?? null,
          run: isUnderWay(before.run) ? before.run : { status: 'idle' },
        }));
        await sources.store(items.map(({ id }) => id)).catch(report);
      },
      select: (id) => set({ selectedId: id }),
      remove(ids) {
        void forgetRemoved().catch(report);
        const leaving = new Set(ids);
        const before = get().items ?? [];
        const removed = before.filter(({ id }) => leaving.has(id));
        const items = before.filter(({ id }) => !leaving.has(id));
        set(({ selectedId }) => ({
          items,
          removed,
          selectedId: leaving.has(selectedId ?? '')
            ? nextTo(selectedId, before, items)
            : selectedId,
        }));
        const forget = () => void forgetRemoved().catch(report);
        setTimeout(() => get().removed === removed && forget(), UNDO_MS);
      },
      undoRemove: () =>
        set(({ items, removed }) => ({
          items: [...(items ?? []), ...removed].sort((a, b) => a.order - b.order),
          removed: [],
        })),
      process() {
        const recipe = nameRecipe(readRecipe());
        return run(idsOf((item) => !isCurrent(item, recipe)));
      },
      async retryFailed() {
        const ids = idsOf(hasFailed);
        if (isUnderWay(get().run)) return;
        for (const id of ids) await change(id, ({ outcome: _, ...item }) => item);
        await run(ids);
      },
      cancel: () => follower.cancel(),
      resume: () => queue.resume(),
      async preview(id, signal) {
        const item = find(id);
        if (!item || get().run.status === 'running') return;
        if (isCurrent(item, nameRecipe(readRecipe()))) return;
        const runner = { engine, openList: () => Promise.resolve(list) };
        const show = (next: Partial<BulkState>) => !signal.aborted && set(next);
        signal.addEventListener('abort', () => set({ work: null }), { once: true });
        const task = { listId: '', recipe: readRecipe(), ids: [id] };
        const onReport = ({ work }: Pick<BulkState, 'work'>) => void show({ work });
        try {
          await runBulkJob(runner, task, signal, { onReport, mustGiveWay: () => false });
        } catch (thrown) {
          show({ run: { status: 'failed', error: EngineError.from(thrown) }, work: null });
        }
      },
      setFocalPoint: (id, focalPoint) =>
        change(id, ({ focalPoint: _, ...item }) => (focalPoint ? { ...item, focalPoint } : item)),
      readSource: (id) => sources.read(id),
      readMade: async (id) => (await files()).readMade(id),
      dismiss: () => set({ problem: null, leftOut: 0 }),
    };
  });

  const { getState: get, setState: set } = store;
  const find = (id: string) => get().items?.find((item) => item.id === id);
  const report = (thrown: unknown) => set({ problem: EngineError.from(thrown) });
  const sources = createSourceFiles(files, find);
  const follower = followRun(queue, store, files);
  /** Pictures that were removed are not in it. */
  const list: BulkList = {
    async read(id) {
      await restoring;
      return find(id);
    },
    readSource: sources.read,
    keep,
    fillRecipe,
  };

  async function keep(id: string, outcome: Outcome, made: readonly Blob[]): Promise<void> {
    const item = find(id);
    if (!item) return;
    await (await files()).saveOutcome({ ...item, outcome }, made);
    show(id, (each) => ({ ...each, outcome }));
  }
  function show(id: string, alter: (item: BulkItem) => BulkItem): void {
    set(({ items }) => ({
      items: items?.map((one) => (one.id === id ? alter(one) : one)) ?? null,
    }));
  }
  async function change(id: string, alter: (item: BulkItem) => BulkItem): Promise<void> {
    show(id, alter);
    const changed = find(id);
    if (!changed) return;
    await files()
      .then((kept) => kept.update(changed))
      .catch(report);
  }
  return store;
}

const isUnderWay = ({ status }: BulkState['run']) => status === 'running' || status === 'waiting';

/** The picture that comes after a removed one, or the last. */
function nextTo(
  id: string | null,
  before: readonly BulkItem[],
  left: readonly BulkItem[],
): string | null {
  const order = before.find((item) => item.id === id)?.order ?? 0;
  return (left.find((item) => item.order > order) ?? left.at(-1))?.id ?? null;
}
