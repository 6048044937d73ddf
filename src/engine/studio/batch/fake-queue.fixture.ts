import { EngineError } from '../../errors.ts';
import type { BatchQueue, BatchState } from './batches.ts';
import {
  runBatchJob,
  type BatchReport,
  type BatchRunner,
  type BatchTask,
} from './run-batch-job.ts';

/** A queue of batches alone, within the process: one after the other, as the real one runs them. */
export function createFakeQueue(runner: BatchRunner): BatchQueue {
  const waiting: BatchTask[] = [];
  const failures = new Map<string, EngineError>();
  const listeners = new Set<() => void>();
  let running: { batchId: string; stop: AbortController; report: BatchReport | null } | undefined;
  let isPaused = false;
  const note = () => listeners.forEach((listener) => listener());

  async function runNext(): Promise<void> {
    const task = !running && !isPaused ? waiting.shift() : undefined;
    if (!task) return;
    const { batchId } = task;
    const run = (running = {
      batchId,
      stop: new AbortController(),
      report: null as BatchReport | null,
    });
    try {
      await runBatchJob(runner, task, run.stop.signal, (report) => {
        run.report = report;
        note();
        return new Promise((resolve) => setTimeout(resolve));
      });
    } catch (thrown) {
      if (!run.stop.signal.aborted) failures.set(batchId, EngineError.from(thrown));
    }
    running = undefined;
    note();
    void runNext();
  }
  function find(batchId: string): BatchState {
    if (running?.batchId === batchId) return { status: 'running', report: running.report };
    const place = waiting.findIndex((task) => task.batchId === batchId);
    if (place !== -1) return { status: 'waiting', before: place + (running ? 1 : 0), isPaused };
    const error = failures.get(batchId);
    return error ? { status: 'failed', error } : { status: 'gone' };
  }
  return {
    find: (batchId) => Promise.resolve(find(batchId)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    enqueue(task) {
      waiting.push(task);
      void runNext();
    },
    giveUp(batchId) {
      const place = waiting.findIndex((task) => task.batchId === batchId);
      if (place !== -1) waiting.splice(place, 1);
      failures.delete(batchId);
      if (running?.batchId === batchId) running.stop.abort();
      note();
    },
    pause() {
      isPaused = true;
      note();
    },
    resume() {
      isPaused = false;
      note();
      void runNext();
    },
  };
}
