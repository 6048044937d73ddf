import { wrap, type Remote } from 'comlink';
import type { SideName, WeightsSide } from './weights-side.ts';

const START: Record<SideName, () => Worker> = {
  ours: () => new Worker(new URL('./ours.worker.ts', import.meta.url), { type: 'module' }),
  peer: () => new Worker(new URL('./peer.worker.ts', import.meta.url), { type: 'module' }),
};

declare global {
  var startSide: (name: SideName) => Remote<WeightsSide>;
}

/** What the bench calls: a fresh worker of one side. */
globalThis.startSide = (name) => wrap<WeightsSide>(START[name]());
