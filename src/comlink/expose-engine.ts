import './transfer-handlers.ts';
import { expose, type Endpoint } from 'comlink';

/** What every worker and every process offers besides its engine. */
export interface WorkerLife {
  /** Resolves once the other side would notice the worker's end. */
  whenAlive(): Promise<void>;
}

/**
 * Offers an engine to whoever started this worker, or is at the other end of `endpoint`. `alive`
 * resolves once its end would be noticed.
 */
export function exposeEngine<T extends object>(
  engine: T,
  alive: Promise<void>,
  endpoint?: Endpoint,
): void {
  expose({ ...engine, whenAlive: () => alive } satisfies T & WorkerLife, endpoint);
}
