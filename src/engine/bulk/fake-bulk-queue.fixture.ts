import { EngineError } from '../errors.ts';
import type { BulkJobState, BulkQueue } from './bulk-queue.ts';
import { runBulkJob, type BulkReport, type BulkRunner, type BulkTask } from './run-bulk-job.ts';

/** A queue of lists alone, within the process: one after the other, as the real one runs them. */
export function createFakeBulkQueue(runner: BulkRunner): BulkQueue & { pause(): void } {
  const waiting: BulkTask[] = [];
  const failures = new Map<string, EngineError>();
  const listeners = new Set<() => void>();
  let running: { task: BulkTask; stop: AbortController; report: BulkReport | null } | undefined;
  let isPaused = false;
  const note = () => listeners.forEach((listener) => listener());

  async function runNext(): Promise<void> {
    const task = !running && !isPaused ? waiting.shift() : undefined;
    if (!task) return;
    const run = (running = {
      task,
      stop: new AbortController(),
      report: null as BulkReport | null,
    });
    note();
    const onReport = (report: BulkReport) => {
      run.report = report;
      note();
    };
    try {
      const watch = { onReport, mustGiveWay: () => isPaused };
      const end = await runBulkJob(runner, task, run.stop.signal, watch);
      if (end === 'unfinished') waiting.push(task);
    } catch (thrown) {
      if (!run.stop.signal.aborted) failures.set(task.listId, EngineError.from(thrown));
    }
    running = undefined;
    note();
    void runNext();
  }
  function find(listId: string): BulkJobState | undefined {
    const place = waiting.findIndex((task) => task.listId === listId);
    const task = waiting[place];
    const before = place + (running ? 1 : 0);
    if (running?.task.listId === listId && !task) {
      const { stop, report } = running;
      const of = running.task.ids.length;
      return { status: 'running', of, report, isStopping: stop.signal.aborted };
    }
    if (task) return { status: 'waiting', before, isPaused, of: task.ids.length };
    const error = failures.get(listId);
    return error && { status: 'failed', error };
  }
  return {
    find,
    isStored: (listId) => Promise.resolve(find(listId) !== undefined),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    enqueue(task) {
      waiting.push(task);
      note();
      void runNext();
    },
    giveUp(listId) {
      const place = waiting.findIndex((task) => task.listId === listId);
      if (place !== -1) waiting.splice(place, 1);
      failures.delete(listId);
      if (running?.task.listId === listId) running.stop.abort();
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
