import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Subject } from './clients.ts';
import { runExample } from './examples.ts';

interface RunState {
  run:
    | { status: 'idle' }
    | { status: 'running'; subject: Subject; startedAt: number }
    | { status: 'done'; subject: Subject; ms: number }
    | { status: 'failed'; subject: Subject; message: string };
}

interface RunActions {
  /** Runs an example and puts what it shows into `output`. */
  start(subject: Subject, place: { base: string; model: string }, output: Element): Promise<void>;
  stop(): void;
}

export type RunStore = StoreApi<RunState & RunActions>;

/** One example at a time. */
export function createRunStore(): RunStore {
  let stopping = new AbortController();
  return createStore<RunState & RunActions>()((set) => ({
    run: { status: 'idle' },
    async start(subject, place, output) {
      stopping.abort();
      const own = (stopping = new AbortController());
      const startedAt = performance.now();
      output.replaceChildren();
      set({ run: { status: 'running', subject, startedAt } });
      const finish = (run: RunState['run']) => void (own === stopping && set({ run }));
      try {
        const show = (what: string | Node) => own === stopping && output.append(what);
        await runExample(subject, { ...place, show, signal: own.signal });
        finish({ status: 'done', subject, ms: performance.now() - startedAt });
      } catch (thrown) {
        if (own.signal.aborted) return finish({ status: 'idle' });
        finish({ status: 'failed', subject, message: describeFailure(thrown) });
      }
    },
    stop: () => stopping.abort(),
  }));
}

/** The sentence of an error that came as JSON. */
function describeFailure(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return /"message":\s*"((?:\\.|[^"\\])*)"/.exec(text)?.[1] ?? text;
}
