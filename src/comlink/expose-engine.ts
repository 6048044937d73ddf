import './transfer-handlers.ts';
import { expose } from 'comlink';

/** What every worker offers besides its engine. */
export interface WorkerLife {
  /** Resolves once the other side would notice the worker's end. */
  whenAlive(): Promise<void>;
}

/**
 * Offers an engine to whoever started this worker. `alive` resolves once its end would be noticed.
 */
export function exposeEngine<T extends object>(engine: T, alive: Promise<void>): void {
  expose({ ...engine, whenAlive: () => alive } satisfies T & WorkerLife);
}
