import { wrap, type Remote } from 'comlink';
import { EngineError } from '../engine/errors.ts';
import {
  beginLife,
  connectEngine,
  type EngineConnection,
  type LiveEngine,
} from '../comlink/engine-connection.ts';
import type { WorkerLife } from '../comlink/expose-engine.ts';

/**
 * A worker that is started when it is needed, watched while it lives, and started again after it
 * died.
 */
export type WorkerConnection<T> = EngineConnection<T>;

/** How long a worker may compute on after a stop, for engines that run what models bring. */
export const STOP_WITHIN_MS = 2_000;

export interface WorkerOptions<T> {
  /** Starts the worker under the given name. */
  create(name: string): Worker;
  /** Runs once after each start, before any call. */
  prepare?(engine: Remote<T>): Promise<void>;
  /** Called when the worker dies on its own, or is ended because it did not stop (`isForced`). */
  onCrash?(reason: EngineError): void;
  /** See `connectEngine`. */
  stopWithinMs?: number;
}

export function connectWorker<T>(options: WorkerOptions<T>): WorkerConnection<T> {
  const start = (onEnd: (reason: EngineError) => void) =>
    startWorker(options, (reason) => {
      onEnd(reason);
      if (reason.code !== 'aborted' || reason.details.isForced) options.onCrash?.(reason);
    });
  return connectEngine(start, options.stopWithinMs);
}

function startWorker<T>(
  { create, prepare }: WorkerOptions<T>,
  onEnd: (reason: EngineError) => void,
): LiveEngine<T> {
  const name = `triptych-engine-${crypto.randomUUID()}`;
  const worker = create(name);
  const engine = wrap<T & WorkerLife>(worker);
  const { orEnd, end, over } = beginLife((reason) => {
    worker.terminate();
    onEnd(reason);
  });
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
  worker.addEventListener('error', failed, { signal: over });

  const alive = (engine as unknown as Remote<WorkerLife>).whenAlive().then(() => {
    worker.removeEventListener('error', failed);
    // Granted only when the worker, which holds the lock all its life, is gone.
    navigator.locks.request(name, { signal: over }, died).catch(() => undefined);
  });
  const remote = engine as unknown as Remote<T>;
  const ready = orEnd(alive).then(() => prepare?.(remote));
  ready.catch(() => undefined);
  return { engine: remote, ready, orEnd, end };
}
