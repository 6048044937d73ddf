import { wrap, type Remote } from 'comlink';
import type { KokoroPeer } from './kokoro-js.worker.ts';

let worker: Worker | undefined;

/** What the bench calls: a fresh worker with kokoro-js in it. */
function startPeer(): Remote<KokoroPeer> {
  worker?.terminate();
  worker = new Worker(new URL('./kokoro-js.worker.ts', import.meta.url), { type: 'module' });
  return wrap<KokoroPeer>(worker);
}

declare global {
  var startKokoro: () => Remote<KokoroPeer>;
  var kokoro: Remote<KokoroPeer>;
}
globalThis.startKokoro = startPeer;
