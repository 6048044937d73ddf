import type { SpeechEvent } from '../engine/speech/speech-engine.ts';
import type { SpeechWorker } from '../../workers/speech.worker.ts';
import type { GpuSharing } from './gpu-sharing.ts';
import type { ModelMarks } from './models/model-marks.ts';
import { createResidentWorker, type ResidentWorker } from './resident-worker.ts';

/** The speech engine in its worker, and what the interface needs to know of it. */
export interface SpeechClient
  extends SpeechWorker, Pick<ResidentWorker<SpeechWorker>, 'resident' | 'unload'> {}

/** Without `sharing` the engine takes memory when it needs it. */
export function createSpeechClient(sharing?: GpuSharing, marks?: ModelMarks): SpeechClient {
  const worker = createResidentWorker<SpeechWorker>(sharing, {
    owner: 'speech',
    priority: 'interactive',
    marks,
    create: (name) =>
      new Worker(new URL('../../workers/speech.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
  });
  /** Small voices and readings ask for different devices in turn: that starts no other worker. */
  const makeRoom = ({ model }: { model: string }) => worker.makeRoom({ model });
  return {
    resident: worker.resident,
    unload: worker.unload,
    async load(choice, signal) {
      makeRoom(choice);
      const load = (shares: AbortSignal) =>
        worker.call((engine, own) => engine.load(choice, own), shares);
      return worker.load(choice, load, signal);
    },
    encode: (recording, signal) =>
      worker.call((engine, own) => engine.encode(recording, own), signal),
    async *synthesize(request, signal) {
      makeRoom(request);
      const synthesize = (shares: AbortSignal) =>
        worker.iterate((engine, own) => engine.synthesize(request, own), shares);
      const work = {
        start: (shares: AbortSignal) => worker.keepLoaded(synthesize(shares)),
        isResult: ({ type }: SpeechEvent) => type === 'audio-chunk',
      };
      yield* worker.compute(request, work, signal);
    },
  };
}
