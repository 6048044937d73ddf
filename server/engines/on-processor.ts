import type { LoadLanguageModel } from '../../src/engine/chat/language-model-chat-engine.ts';
import { loadTransformersModel } from '../../src/engine/chat/decode/transformers-model.ts';
import type { LoadedModel } from '../../src/engine/models/model-choice.ts';
import type { SpeechPipelineLoaders } from '../../src/engine/speech/pipeline-speech-engine.ts';
import { speechPipelines } from '../../src/engine/speech/speech-pipelines.ts';

/**
 * Engines plan for the devices of a browser, and here its `wasm` is the processor itself: said as
 * such.
 */
export function nameProcessor(loaded: LoadedModel): LoadedModel {
  return { ...loaded, device: loaded.device === 'wasm' ? 'cpu' : loaded.device };
}

/** The same for what a request's events say of the model. */
export async function* onProcessor<E extends { type: string }>(
  events: AsyncIterable<E>,
): AsyncGenerator<E> {
  for await (const event of events)
    yield event.type === 'load-end' ? { ...event, device: 'cpu' } : event;
}

/** In Node transformers.js runs on the processor and knows no wasm. */
export const loadOnProcessor: LoadLanguageModel = (host, manifest, _device, dtype) =>
  loadTransformersModel(host, manifest, 'cpu', dtype);

/** The same for the one family of voices that it runs. */
export const speakOnProcessor: SpeechPipelineLoaders = {
  ...speechPipelines,
  supertonic: (host, manifest, _device, dtype) =>
    speechPipelines.supertonic(host, manifest, 'cpu', dtype),
};
