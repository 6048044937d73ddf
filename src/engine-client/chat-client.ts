import type { ChatWorker } from '../../workers/chat.worker.ts';
import type { ChatEngine, ChatEvent } from '../engine/chat/chat-engine.ts';
import type { DevicePreference } from '../engine/device.ts';
import type { GpuSharing } from './gpu-sharing.ts';
import type { ModelMarks } from './models/model-marks.ts';
import { createResidentWorker, type ResidentWorker } from './resident-worker.ts';

/** The chat engine in its worker, and what the interface needs to know of it. */
export interface ChatClient
  extends ChatEngine, Pick<ResidentWorker<ChatWorker>, 'resident' | 'unload'> {
  /**
   * Starts the worker and its runtime, so that they are ready when the model is. Failures wait for
   * the first question.
   */
  prepare(model: string, device: DevicePreference): void;
}

/** Without `sharing` the engine takes memory when it needs it. */
export function createChatClient(sharing?: GpuSharing, marks?: ModelMarks): ChatClient {
  const worker = createResidentWorker<ChatWorker>(sharing, {
    owner: 'chat',
    priority: 'interactive',
    marks,
    create: (name) =>
      new Worker(new URL('../../workers/chat.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
  });
  return {
    resident: worker.resident,
    unload: worker.unload,
    prepare(model, device) {
      if (!worker.claim(device)) return;
      void worker.call((engine) => engine.prepare(model, device)).catch(() => undefined);
    },
    async load(choice, signal) {
      worker.makeRoom(choice);
      const load = (shares: AbortSignal) =>
        worker.call((engine, own) => engine.load(choice, own), shares);
      return worker.load(choice, load, signal);
    },
    async *generate(request, signal) {
      worker.makeRoom(request);
      const generate = (shares: AbortSignal) =>
        worker.iterate((engine, own) => engine.generate(request, own), shares);
      const work = {
        start: (shares: AbortSignal) => worker.keepLoaded(generate(shares)),
        isResult: ({ type }: ChatEvent) => type !== 'load-start' && type !== 'load-end',
      };
      yield* worker.compute(request, work, signal);
    },
  };
}
