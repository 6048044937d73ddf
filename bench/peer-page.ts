/** The page on which every peer runs, each in a worker; open-peer.ts drives it. */
import { wrap } from 'comlink';
import type { TransformersPeer } from './chat/transformers.worker.ts';
import type { WllamaPeer } from './chat/wllama.worker.ts';
import type { PlainLoop } from './images/plain-loop.worker.ts';
import type { KokoroPeer } from './speech/kokoro-js.worker.ts';

/** What the worker of each offers. */
export interface Peers {
  transformers: TransformersPeer;
  wllama: WllamaPeer;
  kokoro: KokoroPeer;
  plainLoop: PlainLoop;
}

const START: Record<keyof Peers, () => Worker> = {
  transformers: () =>
    new Worker(new URL('./chat/transformers.worker.ts', import.meta.url), { type: 'module' }),
  wllama: () => new Worker(new URL('./chat/wllama.worker.ts', import.meta.url), { type: 'module' }),
  kokoro: () =>
    new Worker(new URL('./speech/kokoro-js.worker.ts', import.meta.url), { type: 'module' }),
  plainLoop: () =>
    new Worker(new URL('./images/plain-loop.worker.ts', import.meta.url), { type: 'module' }),
};

let worker: Worker | undefined;
let offered: Record<string, (...given: readonly unknown[]) => Promise<unknown>> = {};

declare global {
  /** A fresh worker; the one before ends. */
  var startPeer: (name: keyof Peers) => void;
  var callPeer: (method: string, given: readonly unknown[]) => Promise<unknown> | undefined;
}
globalThis.startPeer = (name) => {
  worker?.terminate();
  worker = START[name]();
  offered = wrap<typeof offered>(worker) as unknown as typeof offered;
};
globalThis.callPeer = (method, given) => offered[method]?.(...given);
