import './transfer-handlers.ts';
import { expose } from 'comlink';
import { holdLifeLock } from './life-lock.ts';

/** What every worker offers besides its engine. */
export interface WorkerLife {
  /** Resolves once the worker holds its life lock (life-lock.ts). */
  whenAlive(): Promise<void>;
}

/** Offers an engine to the page. */
export function exposeEngine<T extends object>(engine: T): void {
  const alive = holdLifeLock();
  expose({ ...engine, whenAlive: () => alive } satisfies T & WorkerLife);
}
