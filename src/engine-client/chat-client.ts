import type { ChatWorker } from '../../workers/chat.worker.ts';
import type {
  ChatEngine,
  ChatEvent,
  ChatRequest,
  LoadedModel,
  ModelChoice,
} from '../engine/chat/chat-engine.ts';
import type { DevicePreference } from '../engine/device.ts';
import { EngineError } from '../engine/errors.ts';
import { joinSharing, type GpuSharing } from './gpu-sharing.ts';
import { createObservable, type Observable } from './observable.ts';
import { connectWorker } from './worker-connection.ts';

/** The chat engine in its worker, and what the interface needs to know of it. */
export interface ChatClient extends ChatEngine {
  /** The model in memory. */
  readonly resident: Observable<LoadedModel | null>;
  /**
   * Starts the worker and its runtime, so that they are ready when the model is. Failures wait for
   * the first question.
   */
  prepare(model: string, device: DevicePreference): void;
  /** Ends the worker and with it all that the model takes. A running answer ends with `aborted`. */
  unload(): void;
}

/** Without `sharing` the engine takes memory when it needs it. */
export function createChatClient(sharing?: GpuSharing): ChatClient {
  const resident = createObservable<LoadedModel | null>(null);
  const shared = joinSharing(sharing, { owner: 'chat', priority: 'interactive', unload });
  const forget = () => {
    resident.update(() => null);
    shared.freed();
  };
  const worker = connectWorker<ChatWorker>({
    create: (name) =>
      new Worker(new URL('../../workers/chat.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    onCrash: forget,
  });
  let running = 0;
  /** What the living worker was started for. */
  let startedFor: Pick<ModelChoice, 'device'> & { model?: string } = {};

  function unload(): void {
    worker.end();
    startedFor = {};
    forget();
  }
  /**
   * One model after the other in one worker would leave the memory of the first behind, and a
   * runtime serves one device.
   */
  function makeRoom({ model, device = 'auto' }: ModelChoice): void {
    const isOther =
      startedFor.device !== device ||
      (startedFor.model !== undefined && startedFor.model !== model);
    if (isOther && startedFor.device !== undefined && running === 0) unload();
    startedFor = { model, device };
  }

  async function* loadNow(choice: ModelChoice, signal: AbortSignal): AsyncGenerator<LoadedModel> {
    const loaded = await worker.call((engine, own) => engine.load(choice, own), signal);
    resident.update(() => loaded);
    yield loaded;
  }
  async function* generateNow(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent> {
    for await (const event of worker.iterate(
      (engine, own) => engine.generate(request, own),
      signal,
    )) {
      if (event.type === 'load-end') resident.update(() => event);
      yield event;
    }
  }

  return {
    resident,
    unload,
    prepare(model, device) {
      if (startedFor.device !== undefined) return;
      startedFor = { device };
      void worker.call((engine) => engine.prepare(model, device)).catch(() => undefined);
    },
    async load(choice, signal) {
      makeRoom(choice);
      const work = { start: (own: AbortSignal) => loadNow(choice, own), isResult: () => true };
      for await (const loaded of shared.iterate(choice, work, signal)) return loaded;
      throw new EngineError('internal', 'The engine loaded nothing.');
    },
    async *generate(request, signal) {
      makeRoom(request);
      running++;
      try {
        const work = {
          start: (own: AbortSignal) => generateNow(request, own),
          isResult: ({ type }: ChatEvent) => type !== 'load-start' && type !== 'load-end',
        };
        yield* shared.iterate(request, work, signal);
      } finally {
        running--;
      }
    },
  };
}
