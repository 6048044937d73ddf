import type { ChatManifest } from '../models/manifest.ts';
import type { ChatRequest } from './chat-engine.ts';

/** How the tokens of an answer are drawn: as asked, else as the model is best used, else freely. */
export function chooseSampling(request: ChatRequest, defaults: ChatManifest['defaults']) {
  return {
    maxTokens: request.maxTokens ?? defaults.maxTokens,
    temperature: request.temperature ?? defaults.temperature,
    topP: request.topP ?? defaults.topP,
    topK: request.topK ?? Infinity,
    minP: request.minP ?? 0,
    repetitionPenalty: request.repetitionPenalty ?? 1,
    frequencyPenalty: request.frequencyPenalty ?? 0,
    presencePenalty: request.presencePenalty ?? 0,
    seed: request.seed ?? Math.floor(Math.random() * 2 ** 32),
  };
}
