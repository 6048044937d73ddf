import { wrap, type Remote } from 'comlink';
import { EngineError } from '../engine/errors.ts';
import type { WorkerLife } from '../comlink/expose-engine.ts';
import { releaseSignal } from '../comlink/transfer-handlers.ts';

type Invoke<T, R> = (engine: Remote<T>, signal: AbortSignal) => Promise<R>;

/**
 * A worker that is started when it is needed, watched while it lives, and started again after it
 * died.
 */
export interface WorkerConnection<T> {
  /** Calls the engine once. A fresh signal, tied to the caller's, is passed on: send that one. */
  call<R>(invoke: Invoke<T, R>, signal?: AbortSignal): Promise<R>;
  /** Iterates over what the engine yields. */
  iterate<E>(invoke: Invoke<T, AsyncIterable<E>>, signal?: AbortSignal): AsyncGenerator<E>;
  /**
   * Ends the worker, which is the one sure way to give back its memory. Calls in flight end with
   * `aborted`; the next one starts a new worker.
   */
  end(): void;
}

export interface WorkerOptions<T> {
  /** Starts the worker under the given name. */
  create(name: string): Worker;
  /** Runs once after each start, before any call. */
  prepare?(engine: Remote<T>): Promise<void>;
  /** Called when the worker dies on its own. */
  onCrash?(): void;
}

interface LiveWorker<T> {
  engine: Remote<T>;
  ready: Promise<void>;
  /** Rejects when the worker ends, one way or the other. */
  ended: Promise<never>;
  end(reason: EngineError): void;
}

/** Failures after which a runtime is not to be trusted any more. */
const FATAL: ReadonlySet<string> = new Set(['engine_crashed', 'out_of_memory']);

export function connectWorker<T>(options: WorkerOptions<T>): WorkerConnection<T> {
  let live: LiveWorker<T> | undefined;

  function ensureStarted(): LiveWorker<T> {
    if (live) return live;
    const started = startWorker(options, (reason) => {
      if (live === started) live = undefined;
      if (reason.code !== 'aborted') options.onCrash?.();
    });
    live = started;
    return started;
  }

  /** What the worker or its end has thrown; a runtime that cannot be trusted any more is ended. */
  function settleFailure({ end }: LiveWorker<T>, thrown: unknown): EngineError {
    const error = EngineError.from(thrown);
    if (FATAL.has(error.code)) end(error);
    return error;
  }

  return {
    async call(invoke, signal) {
      const own = tieSignal(signal);
      const worker = ensureStarted();
      try {
        await Promise.race([worker.ready, worker.ended]);
        return await Promise.race([invoke(worker.engine, own), worker.ended]);
      } catch (thrown) {
        throw settleFailure(worker, thrown);
      } finally {
        releaseSignal(own);
      }
    },
    async *iterate<E>(invoke: Invoke<T, AsyncIterable<E>>, signal?: AbortSignal) {
      const own = tieSignal(signal);
      const worker = ensureStarted();
      let iterator: AsyncIterator<E> | undefined;
      try {
        await Promise.race([worker.ready, worker.ended]);
        const events = (await Promise.race([invoke(worker.engine, own), worker.ended]))[
          Symbol.asyncIterator
        ]();
        iterator = events;
        const next = () => Promise.race([events.next(), worker.ended]);
        for (let step = await next(); !step.done; step = await next()) yield step.value;
      } catch (thrown) {
        throw settleFailure(worker, thrown);
      } finally {
        // Not awaited: a worker that is busy or gone must not hold up the caller.
        void iterator?.return?.().catch(() => undefined);
        releaseSignal(own);
      }
    },
    end: () => live?.end(new EngineError('aborted', 'The engine was unloaded.')),
  };
}

/** Each call sends a signal of its own, so that its port can be closed when the call settles. */
function tieSignal(signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([signal]) : new AbortController().signal;
}

function startWorker<T>(
  { create, prepare }: WorkerOptions<T>,
  onEnd: (reason: EngineError) => void,
): LiveWorker<T> {
  const name = `triptych-engine-${crypto.randomUUID()}`;
  const worker = create(name);
  const engine = wrap<T & WorkerLife>(worker);
  const watching = new AbortController();
  let reject: (reason: EngineError) => void;
  const ended = new Promise<never>((_, rejectEnded) => (reject = rejectEnded));
  ended.catch(() => undefined);

  function end(reason: EngineError): void {
    if (watching.signal.aborted) return;
    watching.abort();
    worker.terminate();
    reject(reason);
    onEnd(reason);
  }
  const died = () => end(new EngineError('engine_crashed', 'The engine stopped unexpectedly.'));
  const failed = (event: ErrorEvent) => {
    event.preventDefault();
    end(
      new EngineError(
        'engine_crashed',
        `The engine could not be started: ${event.message || 'its script did not load'}.`,
      ),
    );
  };
  worker.addEventListener('error', failed, { signal: watching.signal });

  const alive = (engine as unknown as Remote<WorkerLife>).whenAlive().then(() => {
    worker.removeEventListener('error', failed);
    // Granted only when the worker, which holds the lock all its life, is gone.
    navigator.locks.request(name, { signal: watching.signal }, died).catch(() => undefined);
  });
  const remote = engine as unknown as Remote<T>;
  const ready = Promise.race([alive, ended]).then(() => prepare?.(remote));
  ready.catch(() => undefined);
  return { engine: remote, ready, ended, end };
}
