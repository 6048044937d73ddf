import type { EngineState } from '../../src/api/services.ts';
import { connectEngine, type EngineConnection } from '../../src/comlink/engine-connection.ts';
import { EngineError, whenAborted } from '../../src/engine/errors.ts';
import { currentRequestId, iterateForRequest, runForRequest } from '../log/request-id.ts';
import { traceEngine, tracePart } from '../traces/trace-part.ts';
import { startProcess, type ProcessProgram } from './start-process.ts';

export interface EngineProcessOptions extends ProcessProgram {
  /** How long it may be without work before it is ended. Default: for ever. */
  idleMs?: number;
  /**
   * How long a call may go on after its signal fired, before the process is ended. Native code hears
   * nothing while it computes. Default: half a minute.
   */
  hearsCancelWithinMs?: number;
  /** The pause after the first of several deaths; it doubles. Default: half a second. */
  firstPauseMs?: number;
  /** Told when the process has ended, whyever: nothing of its model is in memory any more. */
  onEnd?(): void;
}

/**
 * An engine in a child process, started by the first request. When it dies, its requests fail with
 * `engine_crashed`, and it starts again after a pause that grows from death to death; requests that
 * come meanwhile wait for that.
 */
export interface EngineProcess<T> extends EngineConnection<T> {
  readonly state: EngineState;
  /** Of the running process. */
  readonly pid: number | undefined;
  /** Calls that run or wait. */
  readonly running: number;
  /** Resolves when the last process that was ended is gone, and its memory with it. */
  whenGone(): Promise<void>;
}

const LONGEST_PAUSE_MS = 30_000;

export function createEngineProcess<T>(options: EngineProcessOptions): EngineProcess<T> {
  const { name, idleMs, hearsCancelWithinMs = 30_000, firstPauseMs = 500, log } = options;
  let state: EngineState = 'idle';
  let pid: number | undefined;
  let gone: Promise<void> = Promise.resolve();
  const running = new Set<{ requestId: string | undefined }>();
  let deaths = 0;
  let pause: Pause = { over: Promise.resolve(), end: () => {} };
  let idleTimer: ReturnType<typeof setTimeout> | undefined;

  const connection = connectEngine<T>((onEnd) => {
    state = 'starting';
    const onExit = (reason: EngineError) => {
      pid = undefined;
      state = 'idle';
      options.onEnd?.();
      // Before its calls fail, and so are none any more.
      if (reason.code !== 'aborted') restartLater(reason);
      onEnd(reason);
    };
    // The process outlives the request that it was started for.
    const started = runForRequest(undefined, () => startProcess<T>(options, onExit));
    ({ pid, gone } = started);
    started.ready.then(
      () => (state = 'ready'),
      () => undefined,
    );
    return started;
  });

  function restartLater({ message }: EngineError): void {
    const requests = [...running].flatMap(({ requestId }) => requestId ?? []);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** deaths++);
    state = 'down';
    log?.(`${message} It starts again in ${pauseMs / 1000} s.`, {
      ...{ level: 'error', engine: name, requests },
    });
    pause = createPause(pauseMs);
    void pause.over.then(() => {
      if (state !== 'down') return;
      state = 'idle';
      // Its failure comes back here by itself.
      connection.call(() => Promise.resolve()).then(endWhenIdle, () => undefined);
    });
  }
  function endWhenIdle(): void {
    clearTimeout(idleTimer);
    if (idleMs !== undefined && running.size === 0) idleTimer = setTimeout(end, idleMs);
  }
  function end(reason?: EngineError): void {
    clearTimeout(idleTimer);
    if (state === 'down') state = 'idle';
    pause.end();
    connection.end(reason);
  }
  /** Ends a process that does not hear that a call is over. */
  function insist(): void {
    const sentence = `The ${name} engine did not stop when it was asked to, and was ended.`;
    end(new EngineError('engine_crashed', sentence));
  }
  /** Waits until calls may come; the result notes that this one is over. */
  async function begin(signal: AbortSignal | undefined): Promise<() => void> {
    const call = { requestId: currentRequestId() };
    running.add(call);
    clearTimeout(idleTimer);
    let insisting: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => (insisting = setTimeout(insist, hearsCancelWithinMs));
    signal?.addEventListener('abort', onAbort, { once: true });
    const release = () => {
      running.delete(call);
      clearTimeout(insisting);
      signal?.removeEventListener('abort', onAbort);
      endWhenIdle();
    };
    try {
      await (signal ? Promise.race([pause.over, whenAborted(signal)]) : pause.over);
      return release;
    } catch (thrown) {
      release();
      throw thrown;
    }
  }
  const call: EngineConnection<T>['call'] = async (invoke, signal) => {
    const release = await begin(signal);
    try {
      const result = await connection.call(invoke, signal);
      deaths = 0;
      return result;
    } finally {
      release();
    }
  };
  const iterate: EngineConnection<T>['iterate'] = async function* (invoke, signal) {
    const requestId = currentRequestId();
    const release = await begin(signal);
    try {
      yield* iterateForRequest(requestId, connection.iterate(invoke, signal));
      deaths = 0;
    } finally {
      release();
    }
  };
  return {
    get state() {
      return state;
    },
    get pid() {
      return pid;
    },
    get running() {
      return running.size;
    },
    whenGone: () => gone,
    end,
    call: (invoke, signal) =>
      tracePart(`engine ${name}`, () => call(invoke, signal), { 'triptych.engine': name }),
    iterate: (invoke, signal) => traceEngine(name, iterate(invoke, signal)),
  };
}

interface Pause {
  over: Promise<void>;
  end(): void;
}

function createPause(ms: number): Pause {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    end = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { over, end };
}
