import { createStore } from 'zustand/vanilla';
import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import type { BulkItem, Outcome } from '../../../engine/bulk/bulk-item.ts';
import { nameRecipe, type Recipe } from '../../../engine/bulk/recipe.ts';
import { withFocalPoint, type GivenPoint } from '../../../engine/bulk/focal-points.ts';
import { runBulk, type BulkEvent } from '../../../engine/bulk/run-bulk.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageOpsEngine } from '../../../engine/image-ops/image-ops-engine.ts';
import type { BulkFiles } from '../../../storage/bulk/bulk-files.ts';
import type { BulkActions, BulkRun, BulkState, BulkStore } from './bulk-state.ts';
import { describeFailure, describeResult, hasFailed, isCurrent } from './outcomes.ts';
import { isPictureFile } from '../../../engine/images/is-picture-file.ts';
import { createSourceFiles } from './source-files.ts';

export interface BulkDependencies {
  engine: ImageOpsEngine;
  /** Opens this tab's list. */
  openFiles(): Promise<BulkFiles>;
  /** The chain as it is now. */
  readRecipe(): Recipe;
  /** The same with the pictures that it names. Throws if one is gone. */
  fillRecipe(recipe: Recipe): Promise<Recipe>;
}

export function createBulkStore(dependencies: BulkDependencies): BulkStore {
  const { engine, openFiles, readRecipe, fillRecipe } = dependencies;
  let opening: Promise<BulkFiles> | undefined;
  const files = () => (opening ??= openFiles());
  /** Pictures are added after those that were in the list already. */
  let restoring: Promise<void> | undefined;
  let stopper = new AbortController();
  /** Of what is being done now; of what was cancelled nothing more is shown. */
  let working: AbortSignal | undefined;
  /** The points with which pictures were begun: one that is chosen meanwhile is for the next run. */
  const started = new Map<string, GivenPoint | undefined>();

  return createStore<BulkState & BulkActions>()((set, get) => {
    const find = (id: string) => get().items?.find((item) => item.id === id);
    const sources = createSourceFiles(files, find);
    const report = (thrown: unknown) => set({ problem: EngineError.from(thrown) });

    async function putAway(id: string, outcome: Outcome, made: readonly Blob[]): Promise<void> {
      const item = find(id);
      // Removed while it was being processed.
      if (!item) return;
      await (await files()).saveOutcome({ ...item, outcome }, made);
      set(({ items }) => ({
        items: items?.map((each) => (each.id === id ? { ...each, outcome } : each)) ?? null,
      }));
    }

    async function take(event: BulkEvent, recipe: string): Promise<void> {
      const { id } = event;
      const used = { recipe, focalPoint: started.get(id) };
      if (event.type === 'item-start') set({ work: { id, done: 0 } });
      if (event.type === 'item-progress') set({ work: { id, done: event.done } });
      if (event.type === 'item-failed') await putAway(id, describeFailure(event.error, used), []);
      if (event.type !== 'item-end') return;
      const made = event.made.files.map(({ file }) => file);
      await putAway(id, describeResult(event, used), made);
    }

    async function readList(): Promise<void> {
      try {
        set({ items: await (await files()).list() });
      } catch (thrown) {
        set({ items: [] });
        report(thrown);
      }
    }

    /** Those that are in the list when their turn comes. */
    function* remaining(ids: readonly string[]): Generator<string> {
      for (const id of ids) if (find(id)) yield id;
    }

    async function work(
      ids: readonly string[],
      signal: AbortSignal,
      onEvent: (event: BulkEvent) => void,
    ): Promise<void> {
      const stop = () => working === signal && set({ work: null });
      working = signal;
      signal.addEventListener('abort', stop, { once: true });
      const named = readRecipe();
      const recipe = nameRecipe(named);
      const operations = await fillRecipe(named);
      const operationsFor = (id: string) => {
        const focalPoint = find(id)?.focalPoint;
        started.set(id, focalPoint);
        return withFocalPoint(operations, focalPoint);
      };
      const request = { ids: remaining(ids), open: sources.read, operationsFor };
      try {
        for await (const event of runBulk(engine, request, signal)) {
          if (signal.aborted) return;
          await take(event, recipe);
          if (!signal.aborted) onEvent(event);
        }
      } finally {
        stop();
      }
    }

    async function run(ids: readonly string[]): Promise<void> {
      if (get().run.status === 'running' || ids.length === 0) return;
      const { signal } = (stopper = new AbortController());
      const counts = { done: 0, failed: 0, of: ids.length };
      const startedAt = performance.now();
      const show = (next: BulkRun) => !signal.aborted && set({ run: next });
      const end = (): BulkRun => ({
        status: 'ended',
        ...counts,
        seconds: (performance.now() - startedAt) / 1000,
        isCancelled: signal.aborted,
      });
      signal.addEventListener('abort', () => set({ run: end() }), { once: true });
      show({ status: 'running', ...counts, startedAt });
      try {
        await work(ids, signal, ({ type }) => {
          if (type !== 'item-end' && type !== 'item-failed') return;
          counts.done++;
          if (type === 'item-failed') counts.failed++;
          show({ status: 'running', ...counts, startedAt });
        });
        show(end());
      } catch (thrown) {
        show({ status: 'failed', error: EngineError.from(thrown) });
      }
    }
    const runOn = (isWanted: (item: BulkItem) => boolean) =>
      run((get().items ?? []).filter(isWanted).map(({ id }) => id));

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
          run: before.run.status === 'running' ? before.run : { status: 'idle' },
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
        return runOn((item) => !isCurrent(item, recipe));
      },
      retryFailed: () => runOn(hasFailed),
      cancel: () => stopper.abort(),
      async preview(id, signal) {
        const item = find(id);
        if (!item || get().run.status === 'running') return;
        if (isCurrent(item, nameRecipe(readRecipe()))) return;
        try {
          await work([id], signal, () => undefined);
        } catch (thrown) {
          if (!signal.aborted) set({ run: { status: 'failed', error: EngineError.from(thrown) } });
        }
      },
      async setFocalPoint(id, focalPoint) {
        const item = find(id);
        if (!item) return;
        const { focalPoint: _, ...rest } = item;
        const changed: BulkItem = focalPoint ? { ...rest, focalPoint } : rest;
        set(({ items }) => ({
          items: items?.map((each) => (each.id === id ? changed : each)) ?? null,
        }));
        await files()
          .then((kept) => kept.update(changed))
          .catch(report);
      },
      readSource: sources.read,
      readMade: async (id) => (await files()).readMade(id),
      dismiss: () => set({ problem: null, leftOut: 0 }),
    };
  });
}

/** The picture that comes after a removed one, or the last. */
function nextTo(
  id: string | null,
  before: readonly BulkItem[],
  left: readonly BulkItem[],
): string | null {
  const order = before.find((item) => item.id === id)?.order ?? 0;
  return (left.find((item) => item.order > order) ?? left.at(-1))?.id ?? null;
}
