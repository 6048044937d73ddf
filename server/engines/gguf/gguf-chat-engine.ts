import type { ChatEngine, ChatEvent, LoadedModel } from '../../../src/engine/chat/chat-engine.ts';
import { checkRequest } from '../../../src/engine/chat/check-request.ts';
import {
  createTokenConstrainer,
  type ConstrainTokens,
} from '../../../src/engine/chat/json/json-constraint.ts';
import type { LanguageModel } from '../../../src/engine/chat/language-model.ts';
import { writeAnswer } from '../../../src/engine/chat/write-answer.ts';
import { EngineError, throwIfAborted } from '../../../src/engine/errors.ts';
import type { ChatManifest } from '../../../src/engine/models/manifest.ts';
import { createTurns } from '../../../src/engine/turns.ts';
import type { GgufModel } from './gguf-models.ts';
import { createGgufLanguageModel } from './gguf-language-model.ts';
import type { Llama, LlamaContext, LlamaModel } from './llama-cpp.ts';
import { createSequencePool, type SequencePool } from './sequence-pool.ts';
import { createSequenceCache, drawTokens } from './sequence-cache.ts';

export interface GgufChatEngineOptions {
  openLlama(): Promise<Llama>;
  find(model: string): Promise<GgufModel | undefined>;
  /** Told in a sentence what was loaded, and how it fits into memory. */
  log(sentence: string): void;
}

/** Answers that are written at once, and the context that each may have at most. */
const SEQUENCES = 4;
const LONGEST_CONTEXT = 32_768;
/** What must fit beside the layers on a GPU. */
const LEAST_CONTEXT = 4096;

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
        await resident?.pool.whenIdle(signal);
        await resident?.languageModel.dispose();
        resident = undefined;
        llama ??= options.openLlama();
        llama.catch(() => (llama = undefined));
        resident = await load(await llama, model, options, signal);
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
  id: string,
  { find, log }: GgufChatEngineOptions,
  signal: AbortSignal,
): Promise<Resident> {
  const begin = performance.now();
  const found = await find(id);
  if (!found) throw new EngineError('model_not_installed', `${id} is not in the model folders.`);
  const { model, context } = await fit(llama, found, signal);
  const languageModel = await createGgufLanguageModel(model, found.path);
  const device = llama.gpu === 'cuda' ? 'cuda' : 'cpu';
  const where = llama.gpu ? `${model.gpuLayers} layers on ${llama.gpu}` : 'on the processor';
  log(
    `${id}: ${where}, ${context.totalSequences} answers at once of ${context.contextSize} tokens.`,
  );
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

/** As much of the model and of its context as fits into what is free. Throws `out_of_memory`. */
async function fit(
  llama: Llama,
  { path, manifest }: GgufModel,
  signal: AbortSignal,
): Promise<{ model: LlamaModel; context: LlamaContext }> {
  try {
    const contextSize = Math.min(LEAST_CONTEXT, manifest.contextLength);
    const gpuLayers = { fitContext: { contextSize } };
    const model = await llama.loadModel({ modelPath: path, gpuLayers, loadSignal: signal });
    const max = Math.min(LONGEST_CONTEXT, manifest.contextLength);
    const context = await model.createContext({
      sequences: SEQUENCES,
      contextSize: { max },
      createSignal: signal,
    });
    return { model, context };
  } catch (thrown) {
    throwIfAborted(signal);
    const { message } = EngineError.from(thrown);
    const isTooLarge = /insufficient|memory|vram/i.test(message);
    throw new EngineError(
      isTooLarge ? 'out_of_memory' : 'weights_damaged',
      isTooLarge
        ? `${manifest.id} does not fit into this machine's memory. Choose a smaller build of it.`
        : `${manifest.id} cannot be loaded: ${message}`,
      { cause: thrown },
    );
  }
}
