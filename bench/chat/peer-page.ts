import { wrap, type Remote } from 'comlink';
import type { TransformersPeer } from './transformers.worker.ts';

let worker: Worker | undefined;

/** What the bench calls: a fresh worker with transformers.js in it. */
function startPeer(): Remote<TransformersPeer> {
  worker?.terminate();
  worker = new Worker(new URL('./transformers.worker.ts', import.meta.url), { type: 'module' });
  return wrap<TransformersPeer>(worker);
}

declare global {
  var startPeer: () => Remote<TransformersPeer>;
  var peer: Remote<TransformersPeer>;
}
globalThis.startPeer = startPeer;
