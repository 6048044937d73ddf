import { throwIfAborted } from '../errors.ts';
import { describeLoaded, type LoadedModel, type ModelChoice } from '../models/model-choice.ts';
import { createTurns } from '../turns.ts';
import type { ChatEngine, ChatEvent, ChatRequest } from './chat-engine.ts';
import { checkRequest } from './check-request.ts';

/** What differs between runtimes that keep one model in memory. */
export interface OneModelRuntime<M extends LoadedModel> {
  /** The id of the model in memory; `undefined` before the first. */
  readResident(): string | undefined;
  /** Loads a model unless it is already in memory. `isHeld`: its answer must follow a grammar. */
  ensureLoaded(choice: ModelChoice, signal: AbortSignal, isHeld: boolean): Promise<M>;
  /** Writes the answer to a validated request. */
  answer(loaded: M, request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
}

/** A chat engine over one model in memory, which answers one request after the other. */
export function createOneModelEngine<M extends LoadedModel>({
  readResident,
  ensureLoaded,
  answer,
}: OneModelRuntime<M>): ChatEngine {
  const turns = createTurns();
  return {
    async load(choice, signal) {
      const release = await turns.take(signal);
      try {
        return describeLoaded(await ensureLoaded(choice, signal, false));
      } finally {
        release();
      }
    },
    async *generate(request, signal) {
      checkRequest(request);
      const release = await turns.take(signal);
      try {
        if (readResident() !== request.model) yield { type: 'load-start', model: request.model };
        const isHeld = request.responseFormat !== undefined;
        const loaded = await ensureLoaded(request, signal, isHeld);
        yield { type: 'load-end', ...describeLoaded(loaded) };
        throwIfAborted(signal);
        yield* answer(loaded, request, signal);
      } finally {
        release();
      }
    },
  };
}
