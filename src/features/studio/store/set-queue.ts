import type { PendingDraw } from '../../../storage/studio/studio-project.ts';
import { dropPending, followPending, pendingOf } from './follow-pending.ts';
import { fromTold, toTold, type StudioNews } from './studio-news.ts';
import type { StudioParts } from './studio-store.ts';
import { isBusy, type StudioActions, type StudioRun } from './studio-state.ts';

/** The draws of all sets, in the queue that they share with other pictures. */
export interface SetQueue extends Pick<StudioActions, 'pauseQueue' | 'continueQueue'> {
  /** Notes the draws in the set and runs them; resolves when they have ended, however they have. */
  draw(projectId: string, pending: readonly PendingDraw[]): Promise<void>;
  /** Gives up what is being made for a set, whichever tab follows it; what was made stays. */
  stop(projectId: string): void;
  /** Joins what runs or has ended; what an earlier visit has left waits until somebody continues. */
  restore(projectId: string): Promise<void>;
  /** What is being made for it, also while another set is on the screen. */
  runOf(projectId: string): StudioRun;
  hear(news: StudioNews): void;
}

const IDLE: StudioRun = { status: 'idle' };
const WAITING: StudioRun = { status: 'waiting', before: 0, isPaused: false };
const LEFT: StudioRun = { status: 'waiting', before: 0, isPaused: true };

/**
 * One tab follows the draws of a set, the one that has its lock, and tells the others. If it is
 * closed, the next one takes its place.
 */
export function createSetQueue(parts: StudioParts): SetQueue {
  const { get, set, projectOf, changeOf, adopt, keeper, locks, tabs } = parts;
  const runs = new Map<string, StudioRun>();
  /** What ends the following, of the sets that this tab follows or waits to follow. */
  const stoppers = new Map<string, AbortController>();
  /** Those that it follows. */
  const followed = new Set<string>();

  function show(projectId: string, run: StudioRun): void {
    runs.set(projectId, run);
    if (get().project.id === projectId) set({ run });
  }
  function tell(id: string): void {
    tabs.tell({ type: 'run-state', id, run: toTold(runs.get(id) ?? IDLE) });
  }

  async function follow(projectId: string, signal: AbortSignal): Promise<void> {
    // Whoever had the lock before may have ended what is noted here.
    await adopt(projectId);
    if (pendingOf(projectOf(projectId)).length === 0) {
      if (isBusy(runs.get(projectId) ?? IDLE)) show(projectId, IDLE);
      return;
    }
    followed.add(projectId);
    const context = await openContext(parts, projectId);
    const showAndTell = (run: StudioRun) => {
      show(projectId, run);
      tell(projectId);
    };
    await followPending({ ...context, show: showAndTell }, signal).finally(() =>
      followed.delete(projectId),
    );
    await keeper.flush(projectId);
  }
  async function attach(projectId: string): Promise<void> {
    const stopper = new AbortController();
    stoppers.set(projectId, stopper);
    const { signal } = stopper;
    try {
      await locks.hold(`triptych-set ${projectId}`, signal, () => follow(projectId, signal));
    } catch (thrown) {
      if (signal.aborted) return;
      parts.report(thrown);
      show(projectId, LEFT);
    } finally {
      if (stoppers.get(projectId) === stopper) stoppers.delete(projectId);
    }
  }

  return {
    async draw(projectId, pending) {
      show(projectId, WAITING);
      changeOf(projectId, (project) => ({
        ...project,
        pending: [...pendingOf(project), ...pending],
      }));
      // A tab that is killed now must not leave a job that belongs to no set.
      await keeper.flush(projectId);
      await attach(projectId);
    },
    stop(projectId) {
      if (runs.get(projectId)?.status === 'stopped') return;
      const batchIds = pendingOf(projectOf(projectId)).map(({ batchId }) => batchId);
      show(projectId, { status: 'stopped' });
      changeOf(projectId, dropPending(batchIds));
      stoppers.get(projectId)?.abort();
      void parts
        .openBatches()
        .then(({ forget }) => Promise.all(batchIds.map(forget)))
        .catch(parts.report);
    },
    async restore(projectId) {
      const [first] = pendingOf(projectOf(projectId));
      if (!first || stoppers.has(projectId)) return;
      const { isJoinable } = await parts.openBatches();
      const isThere = await isJoinable(first.batchId);
      if (stoppers.has(projectId)) return;
      if (isThere) void attach(projectId);
      else if (!runs.has(projectId)) show(projectId, LEFT);
    },
    runOf: (projectId) => runs.get(projectId) ?? IDLE,
    pauseQueue: () => void parts.openBatches().then(({ pause }) => pause(), parts.report),
    async continueQueue() {
      const { id } = get().project;
      (await parts.openBatches()).resume();
      if (pendingOf(projectOf(id)).length > 0 && !stoppers.has(id)) await attach(id);
    },
    hear(news) {
      if (news.type === 'run-ask') for (const id of followed) tell(id);
      if (news.type !== 'run-state' || followed.has(news.id)) return;
      const run = fromTold(news.run);
      show(news.id, run);
      // Behind the tab that tells of it, in case that one is closed.
      if (isBusy(run) && !stoppers.has(news.id)) void attach(news.id);
    },
  };
}

/** What following the draws of a set takes, but for the screen. */
async function openContext(parts: StudioParts, projectId: string) {
  const { projectOf, readFiles, changeOf, keeper } = parts;
  return {
    batches: await parts.openBatches(),
    device: parts.readModels().device,
    projectId,
    read: () => projectOf(projectId),
    readFiles: () => readFiles(projectId),
    change: changeOf.bind(undefined, projectId),
    flush: () => keeper.flush(projectId),
  };
}
