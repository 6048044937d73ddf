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
  /** Called when the worker dies on its own, or is ended because it did not stop. */
  onCrash?(): void;
  /**
   * A worker that still computes this long after a stop is ended, and the call throws `aborted`
   * with `isForced`: a script that loops hears no signal. Omitted: it may take its time.
   */
  stopWithinMs?: number;
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
      if (reason.code !== 'aborted' || reason.details.isForced) options.onCrash?.();
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

  /** Ends a worker that computes on after a stop; not while the caller looks at a result. */
  function watchStop(worker: LiveWorker<T>, signal: AbortSignal) {
    const { stopWithinMs } = options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWorking = true;
    const watch = () => {
      if (!isWorking || !signal.aborted || stopWithinMs === undefined) return;
      timer = setTimeout(() => worker.end(forcedStop(stopWithinMs)), stopWithinMs);
    };
    const rest = () => {
      isWorking = false;
      clearTimeout(timer);
    };
    const work = () => {
      isWorking = true;
      watch();
    };
    signal.addEventListener('abort', watch);
    watch();
    return {
      rest,
      work,
      settle() {
        rest();
        signal.removeEventListener('abort', watch);
      },
    };
  }

  return {
    async call(invoke, signal) {
      const own = tieSignal(signal);
      const worker = ensureStarted();
      const stop = watchStop(worker, own);
      try {
        await Promise.race([worker.ready, worker.ended]);
        return await Promise.race([invoke(worker.engine, own), worker.ended]);
      } catch (thrown) {
        throw settleFailure(worker, thrown);
      } finally {
        stop.settle();
        releaseSignal(own);
      }
    },
    async *iterate<E>(invoke: Invoke<T, AsyncIterable<E>>, signal?: AbortSignal) {
      const own = tieSignal(signal);
      const worker = ensureStarted();
      const stop = watchStop(worker, own);
      let iterator: AsyncIterator<E> | undefined;
      try {
        await Promise.race([worker.ready, worker.ended]);
        const events = (await Promise.race([invoke(worker.engine, own), worker.ended]))[
          Symbol.asyncIterator
        ]();
        iterator = events;
        const next = () => Promise.race([events.next(), worker.ended]);
        for (let step = await next(); !step.done; step = await next()) {
          stop.rest();
          yield step.value;
          stop.work();
        }
      } catch (thrown) {
        throw settleFailure(worker, thrown);
      } finally {
        stop.settle();
        // Not awaited: a worker that is busy or gone must not hold up the caller.
        void iterator?.return?.().catch(() => undefined);
        releaseSignal(own);
      }
    },
    end: () => live?.end(new EngineError('aborted', 'The engine was unloaded.')),
  };
}

function forcedStop(stopWithinMs: number): EngineError {
  return new EngineError(
    'aborted',
    `The model was still computing ${stopWithinMs / 1000} seconds after Stop, so it was ended. It is loaded again with the next request.`,
    { details: { isForced: true } },
  );
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
