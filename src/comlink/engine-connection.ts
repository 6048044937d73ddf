import type { Remote } from 'comlink';
import { EngineError } from '../engine/errors.ts';
import { releaseSignal } from './transfer-handlers.ts';

type Invoke<T, R> = (engine: Remote<T>, signal: AbortSignal) => Promise<R>;

/**
 * An engine elsewhere, in a worker or a process, that is started when it is needed and started again
 * after it died.
 */
export interface EngineConnection<T> {
  /** Calls the engine once. A fresh signal, tied to the caller's, is passed on: send that one. */
  call<R>(invoke: Invoke<T, R>, signal?: AbortSignal): Promise<R>;
  /** Iterates over what the engine yields. */
  iterate<E>(invoke: Invoke<T, AsyncIterable<E>>, signal?: AbortSignal): AsyncGenerator<E>;
  /**
   * Ends what the engine runs in, which is the one sure way to give back its memory. Calls in flight
   * end with the reason, by default `aborted`; the next one starts it again.
   */
  end(reason?: EngineError): void;
}

/** An engine that was started and has not ended. */
export interface LiveEngine<T> extends Pick<Life, 'orEnd' | 'end'> {
  engine: Remote<T>;
  /** Resolves when calls may come. */
  ready: Promise<void>;
}

/** Failures after which a runtime is not to be trusted any more. */
const FATAL: ReadonlySet<string> = new Set(['engine_crashed', 'out_of_memory']);

/**
 * `start` must tell `onEnd` once, whenever and however the engine ends. An engine that computes on
 * for `stopWithinMs` after a stop is ended, and the call throws `aborted` with `isForced`: a script
 * that loops hears no signal. Omitted: it may take its time. Calls that come between the stop and
 * the end wait for it, so that they are not ended along.
 */
export function connectEngine<T>(
  start: (onEnd: (reason: EngineError) => void) => LiveEngine<T>,
  stopWithinMs?: number,
): EngineConnection<T> {
  let live: LiveEngine<T> | undefined;
  const stops = createStops(stopWithinMs);

  function ensureStarted(): LiveEngine<T> {
    if (live) return live;
    const started = start(() => {
      if (live === started) live = undefined;
    });
    live = started;
    return started;
  }

  /** What the engine or its end has thrown; a runtime that cannot be trusted any more is ended. */
  function settleFailure({ end }: LiveEngine<T>, thrown: unknown, signal: AbortSignal) {
    const error = EngineError.from(thrown);
    if (FATAL.has(error.code)) end(error);
    return error.details.isForced && !signal.aborted ? createEndedAlong() : error;
  }

  return {
    async call(invoke, signal) {
      const own = tieSignal(signal);
      await stops.settled();
      const started = ensureStarted();
      const stop = stops.watch(started, own);
      try {
        await started.orEnd(started.ready);
        return await started.orEnd(invoke(started.engine, own));
      } catch (thrown) {
        throw settleFailure(started, thrown, own);
      } finally {
        stop.settle();
        releaseSignal(own);
      }
    },
    async *iterate<E>(invoke: Invoke<T, AsyncIterable<E>>, signal?: AbortSignal) {
      const own = tieSignal(signal);
      await stops.settled();
      const started = ensureStarted();
      const stop = stops.watch(started, own);
      let iterator: AsyncIterator<E> | undefined;
      try {
        await started.orEnd(started.ready);
        const events = (await started.orEnd(invoke(started.engine, own)))[Symbol.asyncIterator]();
        iterator = events;
        const next = () => started.orEnd(events.next());
        for (let step = await next(); !step.done; step = await next()) {
          stop.rest();
          yield step.value;
          stop.work();
        }
      } catch (thrown) {
        throw settleFailure(started, thrown, own);
      } finally {
        stop.settle();
        // Not awaited: an engine that is busy or gone must not hold up the caller.
        void iterator?.return?.().catch(() => undefined);
        releaseSignal(own);
      }
    },
    end: (reason) => live?.end(reason ?? new EngineError('aborted', 'The engine was unloaded.')),
  };
}

/** The stops that an engine has not obeyed yet. Without a time limit it is left alone. */
function createStops(stopWithinMs: number | undefined) {
  const running = new Set<Promise<void>>();

  /** Ends the engine when the time is up. Returns what calls that off. */
  function count({ end }: Pick<Life, 'end'>, limitMs: number): () => void {
    let callOff = () => {};
    const over = new Promise<void>((resolve) => (callOff = resolve));
    running.add(over);
    const timer = setTimeout(() => end(createForcedStop(limitMs)), limitMs);
    return () => {
      clearTimeout(timer);
      running.delete(over);
      callOff();
    };
  }

  return {
    /** Resolves when every engine that was told to stop has stopped or was ended. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
    /** Watches one call; not while its caller looks at a result. */
    watch(life: Pick<Life, 'end'>, signal: AbortSignal) {
      let callOff: (() => void) | undefined;
      let isWorking = true;
      const watch = () => {
        if (!isWorking || !signal.aborted || stopWithinMs === undefined) return;
        callOff = count(life, stopWithinMs);
      };
      const rest = () => {
        isWorking = false;
        callOff?.();
      };
      signal.addEventListener('abort', watch);
      watch();
      return {
        rest,
        work() {
          isWorking = true;
          watch();
        },
        settle() {
          rest();
          signal.removeEventListener('abort', watch);
        },
      };
    },
  };
}

/** For work that nobody stopped, but that was in an engine which did not hear another's stop. */
function createEndedAlong(): EngineError {
  return new EngineError(
    'engine_crashed',
    'Other work in the same engine did not stop when it was told to, so the engine was ended, and this work with it.',
  );
}

function createForcedStop(stopWithinMs: number): EngineError {
  return new EngineError(
    'aborted',
    `It was still computing ${stopWithinMs / 1000} seconds after Stop, so it was ended. What it had in memory is loaded again with the next request.`,
    { details: { isForced: true } },
  );
}

/** Each call sends a signal of its own, so that its port can be closed when the call settles. */
function tieSignal(signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([signal]) : new AbortController().signal;
}

/** From a start to an end. */
export interface Life {
  /** The work's result, unless the end comes first: then its reason is thrown. */
  orEnd<R>(work: Promise<R>): Promise<R>;
  /** Ends it; only the first call counts. */
  end(reason: EngineError): void;
  /** Fires with the end. */
  over: AbortSignal;
}

/** `onEnd` is called once, at the end. */
export function beginLife(onEnd: (reason: EngineError) => void): Life {
  const watching = new AbortController();
  /** Not a promise to race against: that would keep what every call has raced until the end. */
  const waiting = new Set<(reason: EngineError) => void>();
  let ended: EngineError | undefined;
  return {
    over: watching.signal,
    orEnd: (work) =>
      new Promise((resolve, reject) => {
        if (ended) reject(ended);
        waiting.add(reject);
        work.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
    end(reason) {
      if (ended) return;
      ended = reason;
      watching.abort();
      for (const reject of waiting) reject(reason);
      waiting.clear();
      onEnd(reason);
    },
  };
}
