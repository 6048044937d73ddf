import type { ChatEngine, ChatEvent, LoadedModel } from '../../../src/engine/chat/chat-engine.ts';
import { checkRequest } from '../../../src/engine/chat/check-request.ts';
import {
  createTokenConstrainer,
  type ConstrainTokens,
} from '../../../src/engine/chat/json/json-constraint.ts';
import type { LanguageModel } from '../../../src/engine/chat/language-model.ts';
import { writeAnswer } from '../../../src/engine/chat/write-answer.ts';
import { throwIfAborted } from '../../../src/engine/errors.ts';
import type { ChatManifest } from '../../../src/engine/models/manifest.ts';
import { createTurns } from '../../../src/engine/turns.ts';
import { createFittingContext, LEAST_CONTEXT } from './create-context.ts';
import type { GgufModel } from './gguf-models.ts';
import { createGgufLanguageModel } from './gguf-language-model.ts';
import type { Llama, LlamaContext } from './llama-cpp.ts';
import { loadLlamaModel, notInstalled } from './load-llama-model.ts';
import { createSequencePool, type SequencePool } from './sequence-pool.ts';
import { createSequenceCache, drawTokens } from './sequence-cache.ts';

export interface GgufChatEngineOptions {
  openLlama(): Promise<Llama>;
  find(model: string): Promise<GgufModel<ChatManifest> | undefined>;
  /** Told in a sentence what was loaded, and how it fits into memory. */
  log(sentence: string): void;
}

interface Resident {
  loaded: LoadedModel;
  manifest: ChatManifest;
  languageModel: LanguageModel;
  constrain: ConstrainTokens;
  pool: SequencePool;
  vocabularySize: number;
}

/**
 * Chat by llama.cpp: one model in memory, several answers at once in shared batches. A request for
 * another model waits until those that run have ended, and later ones wait behind it.
 */
export function createGgufChatEngine(options: GgufChatEngineOptions): ChatEngine {
  const turns = createTurns();
  let llama: Promise<Llama> | undefined;
  let resident: Resident | undefined;

  /** With a lease of the sequences, so that nobody unloads the model meanwhile. */
  async function enter(model: string, signal: AbortSignal): Promise<Resident> {
    const release = await turns.take(signal);
    try {
      if (resident?.loaded.model !== model) {
        const found = await options.find(model);
        if (!found) throw notInstalled(model);
        await resident?.pool.whenIdle(signal);
        await resident?.languageModel.dispose();
        resident = undefined;
        llama ??= options.openLlama();
        llama.catch(() => (llama = undefined));
        resident = await load(await llama, found, options, signal);
      }
      resident.pool.enter();
      return resident;
    } finally {
      release();
    }
  }
  return {
    async load({ model }, signal) {
      const { loaded, pool } = await enter(model, signal);
      pool.leave();
      return loaded;
    },
    async *generate(request, signal): AsyncGenerator<ChatEvent> {
      checkRequest(request);
      throwIfAborted(signal);
      if (resident?.loaded.model !== request.model)
        yield { type: 'load-start', model: request.model };
      const { loaded, pool, vocabularySize, ...model } = await enter(request.model, signal);
      try {
        yield { type: 'load-end', ...loaded };
        const prompt = model.languageModel.encodePrompt(request.messages).tokens;
        const { sequence, release } = await pool.take(prompt, signal);
        try {
          const cache = createSequenceCache(sequence, vocabularySize);
          yield* writeAnswer(
            {
              ...model,
              cache,
              drawTokens: (unread, sampling, stop) => drawTokens(sequence, unread, sampling, stop),
            },
            request,
            signal,
          );
        } finally {
          release();
        }
      } finally {
        pool.leave();
      }
    },
  };
}

async function load(
  llama: Llama,
  found: GgufModel<ChatManifest>,
  { log }: Pick<GgufChatEngineOptions, 'log'>,
  signal: AbortSignal,
): Promise<Resident> {
  const begin = performance.now();
  const { id } = found.manifest;
  const { model, made } = await fit(llama, found, signal);
  const { context, languageModel } = made;
  const device = llama.gpu === 'cuda' ? 'cuda' : 'cpu';
  const where = llama.gpu ? `${model.gpuLayers} layers on ${llama.gpu}` : 'on the processor';
  log(`${id}: ${where}, ${countAnswers(context)} of ${context.contextSize} tokens.`);
  const { endTokens } = languageModel;
  return {
    loaded: {
      ...{ model: id, device, dtype: found.manifest.variants[0]?.dtype ?? 'Q4_K_M' },
      adapter: llama.gpu || null,
      loadMs: performance.now() - begin,
    } as LoadedModel,
    manifest: { ...found.manifest, contextLength: context.contextSize },
    languageModel,
    constrain: createTokenConstrainer(() => languageModel.readVocabulary(), endTokens),
    pool: createSequencePool(context),
    vocabularySize: [...model.iterateAllTokens()].length,
  };
}

function countAnswers({ totalSequences }: LlamaContext): string {
  return totalSequences === 1 ? 'one answer at a time' : `${totalSequences} answers at once`;
}

/** As much of the model and of its context as fits into what is free. */
function fit(llama: Llama, { path, manifest }: GgufModel<ChatManifest>, signal: AbortSignal) {
  const { id, contextLength } = manifest;
  // What must fit beside the layers on a GPU.
  const contextSize = Math.min(LEAST_CONTEXT, contextLength);
  return loadLlamaModel(
    llama,
    { id, modelPath: path, gpuLayers: { fitContext: { contextSize } }, loadSignal: signal },
    async (model) => ({
      languageModel: await createGgufLanguageModel(model, path),
      context: await createFittingContext(model, contextLength, signal),
    }),
  );
}
