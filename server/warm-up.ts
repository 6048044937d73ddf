import type { ServedModel } from '../src/api/services.ts';
import type { ChatEngine } from '../src/engine/chat/chat-engine.ts';
import type { DiffusionEngine } from '../src/engine/diffusion/diffusion-engine.ts';
import type { EmbeddingEngine } from '../src/engine/embeddings/embedding-engine.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { SpeechEngine } from '../src/engine/speech/speech-engine.ts';
import type { GgufEngines } from './gguf/gguf-engines.ts';
import type { EngineProcess } from './engines/engine-process.ts';
import type { ImageOpsProcess } from './engines/image-ops-messages.ts';
import type { ModelPool } from './engines/model-pool.ts';
import { tryEmbed } from './engines/try-embed.ts';

export interface ServerEngines {
  chat: ModelPool<ChatEngine>;
  images: ModelPool<DiffusionEngine>;
  speech: ModelPool<SpeechEngine>;
  'image-ops': EngineProcess<ImageOpsProcess>;
  embeddings: ModelPool<EmbeddingEngine>;
}

interface WarmUpParts {
  engines: ServerEngines;
  gguf: Pick<GgufEngines, 'has' | 'warmUp'>;
  listLocal(): Promise<readonly ServedModel[]>;
}

/** Brings a model into memory where it is not, whatever runs it. */
export function createWarmUp({ engines, gguf, listLocal }: WarmUpParts) {
  const { chat, images, speech, embeddings } = engines;
  return async (model: string, signal: AbortSignal): Promise<void> => {
    if (await gguf.has(model)) return gguf.warmUp(model, signal);
    const found = (await listLocal()).find(({ manifest }) => manifest.id === model);
    switch (found?.manifest.task) {
      case 'chat':
        return chat.warmUp(model, (engine, own) => engine.load({ model }, own), signal);
      case 'image':
        return images.warmUp(model, (engine, own) => engine.load({ model }, own), signal);
      case 'speech':
        return speech.warmUp(model, (engine, own) => engine.load({ model }, own), signal);
      case 'embedding':
        return embeddings.warmUp(model, (engine, own) => tryEmbed(engine, model, own), signal);
      case undefined:
        throw new EngineError('model_not_installed', `There is no model ${model} here.`);
      default:
        throw new EngineError('not_supported', `${model} is not run by an engine of its own.`);
    }
  };
}
