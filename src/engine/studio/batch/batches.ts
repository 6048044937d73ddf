import { EngineError, throwIfAborted } from '../../errors.ts';
import type { BatchEvent, BatchRequest } from './batch-request.ts';
import { readFinish, type BatchStore } from './batch-store.ts';
import { drawSeed } from './draw-seed.ts';
import type { BatchReport, BatchTask } from './run-batch-job.ts';

/** A batch as the queue knows it; `gone`: it has ended, was stopped, or never began. */
export type BatchState =
  | { status: 'gone' }
  | BatchWait
  | { status: 'running'; report: BatchReport | null }
  | { status: 'failed'; error: EngineError };

/** Jobs are before it in the queue, or it waits until somebody continues the queue. */
export interface BatchWait {
  status: 'waiting';
  /** Jobs that come first, with the one that is running. */
  before: number;
  isPaused: boolean;
}

/** What is told of a batch in the queue: its events, and before them how it waits. */
export type FollowedEvent = BatchEvent | ({ type: 'batch-wait' } & Omit<BatchWait, 'status'>);

/** The queue that batches wait in, with other jobs. */
export interface BatchQueue {
  find(batchId: string): Promise<BatchState>;
  /** Called for every change; returns what ends that. */
  subscribe(listener: () => void): () => void;
  enqueue(task: BatchTask): void;
  /** Takes it out, whether it waits, runs, failed or was stopped. */
  giveUp(batchId: string): void;
  /** Begins no other job, of whatever kind, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Batches that outlive a reload, in the queue that all tabs share. */
export interface Batches {
  /**
   * Runs a batch and tells its events, whichever tab runs it: what is kept of it first. One with
   * this id that waits, runs, or ended with nobody there is joined, and one that failed goes on with
   * what is kept. What is kept is deleted once the end was told, or when the signal fires, which
   * gives it up. Of the progress between pictures only the last is certain to be told. Throws what
   * it failed with, and `aborted` where it was stopped elsewhere.
   */
  run(batchId: string, request: BatchRequest, signal: AbortSignal): AsyncIterable<FollowedEvent>;
  /** Whether `run` would only tell of it: it waits, runs, or has ended with nobody there. */
  isJoinable(batchId: string): Promise<boolean>;
  /** Gives it up wherever it runs, and deletes what is kept of it. */
  forget(batchId: string): Promise<void>;
  /** Of the whole queue, see `BatchQueue`. */
  pause(): void;
  resume(): void;
}

export function createBatches(queue: BatchQueue, store: BatchStore): Batches {
  const isQueued = ({ status }: BatchState) => status === 'waiting' || status === 'running';
  async function begin(batchId: string, request: BatchRequest): Promise<void> {
    const state = await queue.find(batchId);
    if (isQueued(state) || readFinish(await store.list(batchId))) return;
    queue.giveUp(batchId);
    const { seed = drawSeed() } = request;
    queue.enqueue({ batchId, request: { ...request, seed } });
  }
  async function forget(batchId: string): Promise<void> {
    queue.giveUp(batchId);
    await store.remove(batchId);
  }
  return {
    async *run(batchId, request, signal) {
      throwIfAborted(signal);
      await begin(batchId, request);
      try {
        yield* followBatch(batchId, queue, store, signal);
        await store.remove(batchId);
      } catch (thrown) {
        if (signal.aborted) await forget(batchId);
        throw thrown;
      }
    },
    isJoinable: async (batchId) =>
      isQueued(await queue.find(batchId)) || readFinish(await store.list(batchId)) !== undefined,
    forget,
    pause: queue.pause,
    resume: queue.resume,
  };
}

async function* followBatch(
  batchId: string,
  queue: BatchQueue,
  store: BatchStore,
  signal: AbortSignal,
): AsyncGenerator<FollowedEvent> {
  const changes = watchChanges(queue, signal);
  let told = 0;
  let last: BatchEvent | undefined;
  let wait: BatchWait | undefined;
  try {
    for (;;) {
      throwIfAborted(signal);
      const state = await queue.find(batchId);
      const report = state.status === 'running' ? state.report : null;
      // What has ended was kept before it left the queue.
      if (!report || report.kept > told) {
        const kept = await store.list(batchId);
        for (const event of kept.slice(told)) if (event.type !== 'finish') yield event;
        told = kept.length;
        const finish = readFinish(kept);
        if (finish) return yield finish;
      }
      if (state.status === 'waiting' && isOtherWait(state, wait)) {
        const { before, isPaused } = (wait = state);
        yield { type: 'batch-wait', before, isPaused };
      }
      if (state.status === 'failed') throw state.error;
      if (state.status === 'gone') throw new EngineError('aborted', 'The batch was stopped.');
      if (report?.event && report.event !== last) yield (last = report.event);
      await changes.next();
    }
  } finally {
    changes.end();
  }
}

const isOtherWait = (now: BatchWait, told: BatchWait | undefined) =>
  now.before !== told?.before || now.isPaused !== told.isPaused;

/** Waits for a change since the last one, also for those that came meanwhile. */
function watchChanges(queue: Pick<BatchQueue, 'subscribe'>, signal: AbortSignal) {
  let wake = () => {};
  let isChanged = false;
  const note = () => {
    isChanged = true;
    wake();
  };
  const leave = queue.subscribe(note);
  signal.addEventListener('abort', note);
  return {
    async next() {
      if (!isChanged) await new Promise<void>((resolve) => (wake = resolve));
      isChanged = false;
    },
    end() {
      leave();
      signal.removeEventListener('abort', note);
    },
  };
}
