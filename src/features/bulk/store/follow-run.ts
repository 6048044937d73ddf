import type { BulkJobState, BulkQueue } from '../../../engine/bulk/bulk-queue.ts';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import type { BulkReport } from '../../../engine/bulk/run-bulk-job.ts';
import type { BulkFiles } from '../../../storage/bulk/bulk-files.ts';
import { isUnderWay, type BulkRun, type BulkStore } from './bulk-state.ts';

/** Shows how the run on a list is doing, whichever tab runs it. */
export interface RunFollower {
  /** Begins with what is known of it; once for a list. */
  follow(listId: string): void;
  /** Gives the run up; what was made stays. */
  cancel(): void;
}

type Files = Pick<BulkFiles, 'read' | 'list'>;
type Running = Extract<BulkRun, { status: 'running' }>;

export function followRun(
  queue: BulkQueue,
  { getState: get, setState: set }: Pick<BulkStore, 'getState' | 'setState'>,
  files: () => Promise<Files>,
): RunFollower {
  let followed: string | undefined;
  /** What was shown last of the run. */
  let last: Running | undefined;
  let startedAt: number | undefined;
  let kept: string | null = null;

  /** Another tab has kept outcomes in the store; what this one has kept is the same there. */
  async function takeOutcomes(read: (store: Files) => Promise<readonly BulkItem[]>): Promise<void> {
    const found = await files()
      .then(read)
      .catch(() => []);
    const outcomes = new Map(found.map(({ id, outcome }) => [id, outcome]));
    set(({ items }) => ({
      items:
        items?.map((item) => {
          const outcome = outcomes.get(item.id);
          return outcome ? { ...item, outcome } : item;
        }) ?? null,
    }));
  }
  function takeOutcome(report: BulkReport | null): void {
    const id = report?.kept ?? null;
    if (id === kept) return;
    kept = id;
    if (id === null) return;
    void takeOutcomes(async (store) => [await store.read(id)].flatMap((item) => item ?? []));
  }
  function showRunning(state: Extract<BulkJobState, { status: 'running' }>): void {
    const { of, report } = state;
    takeOutcome(report);
    const { through: done = 0, failed = 0, processed = 0, work = null } = report ?? {};
    startedAt ??= performance.now();
    last = { status: 'running', done, failed, of, processed, startedAt };
    set({ run: last, work });
  }
  function end(): void {
    if (!isUnderWay(get().run)) return;
    const { done = 0, failed = 0, of = 0 } = last ?? {};
    const seconds = startedAt === undefined ? 0 : (performance.now() - startedAt) / 1000;
    const isCancelled = last === undefined || done < of;
    set({ run: { status: 'ended', done, failed, of, seconds, isCancelled }, work: null });
    forget();
    void takeOutcomes(({ list }) => list());
  }
  function forget(): void {
    last = undefined;
    startedAt = undefined;
  }
  function show(state: BulkJobState): void {
    if (state.status === 'waiting') {
      const { before, isPaused, of } = state;
      startedAt = undefined;
      last ??= { status: 'running', done: 0, failed: 0, of, processed: 0, startedAt: 0 };
      // What a preview shows meanwhile stays.
      const work = get().run.status === 'running' ? null : get().work;
      set({ run: { status: 'waiting', before, isPaused, of }, work });
    } else if (state.status === 'failed') {
      if (isUnderWay(get().run)) set({ run: state, work: null });
      forget();
    } else if (state.isStopping) end();
    else showRunning(state);
  }
  function look(listId: string): void {
    const state = queue.find(listId);
    if (state) show(state);
    else if (isUnderWay(get().run)) void endIfGone(listId);
  }
  /** A run that is in no tab's hands for a moment is still in the store. */
  async function endIfGone(listId: string): Promise<void> {
    if ((await queue.isStored(listId)) || queue.find(listId)) return;
    end();
  }

  return {
    follow(listId) {
      if (followed === listId) return;
      followed = listId;
      queue.subscribe(() => look(listId));
      look(listId);
    },
    cancel() {
      if (followed === undefined || !isUnderWay(get().run)) return;
      queue.giveUp(followed);
      end();
    },
  };
}
