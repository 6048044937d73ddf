import { EngineError } from '../engine/errors.ts';
import type { LoadedModel } from '../engine/models/model-choice.ts';
import type { SpeechEvent, SpeechRequest } from '../engine/speech/speech-engine.ts';
import type { SpeechWorker } from '../../workers/speech.worker.ts';
import { joinSharing, type GpuSharing } from './gpu-sharing.ts';
import { createObservable, type Observable } from './observable.ts';
import { connectWorker } from './worker-connection.ts';

/** The speech engine in its worker, and what the interface needs to know of it. */
export interface SpeechClient extends SpeechWorker {
  /** The model in memory. */
  readonly resident: Observable<LoadedModel | null>;
  /**
   * Ends the worker and with it all that the model takes. A running reading ends with `aborted`.
   */
  unload(): void;
}

/** Without `sharing` the engine takes memory when it needs it. */
export function createSpeechClient(sharing?: GpuSharing): SpeechClient {
  const resident = createObservable<LoadedModel | null>(null);
  const shared = joinSharing(sharing, { owner: 'speech', priority: 'interactive', unload });
  const forget = () => {
    resident.update(() => null);
    shared.freed();
  };
  const worker = connectWorker<SpeechWorker>({
    create: (name) =>
      new Worker(new URL('../../workers/speech.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    onCrash: forget,
  });
  let running = 0;

  function unload(): void {
    worker.end();
    forget();
  }
  /** One model after the other in one worker would leave the memory of the first behind. */
  function makeRoom(model: string): void {
    const loaded = resident.getState();
    if (loaded && loaded.model !== model && running === 0) unload();
  }
  async function* loadNow(choice: Parameters<SpeechWorker['load']>[0], signal: AbortSignal) {
    const loaded = await worker.call((engine, own) => engine.load(choice, own), signal);
    resident.update(() => loaded);
    yield loaded;
  }
  /** The one place where the engine computes, when it is its turn. */
  async function* compute(
    request: SpeechRequest,
    signal: AbortSignal,
  ): AsyncGenerator<SpeechEvent> {
    running++;
    try {
      const start = (shares: AbortSignal) =>
        worker.iterate((engine, own) => engine.synthesize(request, own), shares);
      yield* shared.iterate(
        request,
        { start, isResult: ({ type }) => type === 'audio-chunk' },
        signal,
      );
    } finally {
      running--;
    }
  }

  return {
    resident,
    unload,
    async load(choice, signal) {
      makeRoom(choice.model);
      const work = { start: (own: AbortSignal) => loadNow(choice, own), isResult: () => true };
      for await (const loaded of shared.iterate(choice, work, signal)) return loaded;
      throw new EngineError('internal', 'The engine loaded nothing.');
    },
    encode: (recording, signal) =>
      worker.call((engine, own) => engine.encode(recording, own), signal),
    async *synthesize(request, signal) {
      makeRoom(request.model);
      for await (const event of compute(request, signal)) {
        if (event.type === 'load-end') resident.update(() => event);
        yield event;
      }
    },
  };
}
