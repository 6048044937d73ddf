import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { isCurrent } from '../../../engine/bulk/outcomes.ts';
import { nameRecipe } from '../../../engine/bulk/recipe.ts';
import { runBulkJob } from '../../../engine/bulk/run-bulk-job.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { BulkParts } from './bulk-parts.ts';
import { isUnderWay, type BulkActions, type BulkState } from './bulk-state.ts';
import { followRun } from './follow-run.ts';
import { hasFailed } from './outcomes.ts';

type RunActions = Pick<
  BulkActions,
  'restore' | 'process' | 'retryFailed' | 'cancel' | 'resume' | 'preview'
>;

/** What reads the list and runs the chain on it. */
export function listRunActions(parts: BulkParts): RunActions {
  const { get, set, open, files, find, report, change, queue, engine, list, readRecipe } = parts;
  const follower = followRun(queue, { getState: get, setState: set }, files);
  let restoring: Promise<void> | undefined;

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

  return {
    restore: () => (restoring ??= readList()),
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
  };
}
