import { wrap, type Remote } from 'comlink';
import type { PlainLoop } from './plain-loop.worker.ts';

const worker = new Worker(new URL('./plain-loop.worker.ts', import.meta.url), { type: 'module' });

declare global {
  /** The plain loop in its worker: what the bench calls. */
  var plainLoop: Remote<PlainLoop>;
}
globalThis.plainLoop = wrap<PlainLoop>(worker);
