import type {
  EmbeddingEngine,
  Embeddings,
} from '../../../src/engine/embeddings/embedding-engine.ts';
import { throwIfAborted } from '../../../src/engine/errors.ts';
import { createTurns } from '../../../src/engine/turns.ts';
import { loadGgufEmbedder, type GgufEmbedder } from './gguf-embedder.ts';
import type { GgufModel } from './gguf-models.ts';
import type { Llama } from './llama-cpp.ts';
import { notInstalled } from './load-llama-model.ts';

export interface GgufEmbeddingEngineOptions {
  openLlama(): Promise<Llama>;
  find(model: string): Promise<GgufModel | undefined>;
  /** Told in a sentence what was loaded. */
  log(sentence: string): void;
}

/**
 * Vectors by llama.cpp: of models that are for them, and of those that chat, whose states are
 * averaged. One model is in memory, and answers one request after the other.
 */
export function createGgufEmbeddingEngine(options: GgufEmbeddingEngineOptions): EmbeddingEngine {
  const turns = createTurns();
  let llama: Promise<Llama> | undefined;
  let resident: { model: string; embedder: GgufEmbedder } | undefined;

  async function open(model: string, signal: AbortSignal): Promise<GgufEmbedder> {
    if (resident?.model === model) return resident.embedder;
    const found = await options.find(model);
    if (!found) throw notInstalled(model);
    const unloaded = resident;
    resident = undefined;
    await unloaded?.embedder.dispose();
    llama ??= options.openLlama();
    llama.catch(() => (llama = undefined));
    const embedder = await loadGgufEmbedder(await llama, found, signal);
    options.log(`${model}: ${embedder.where}, texts of ${embedder.maxTokens} tokens.`);
    resident = { model, embedder };
    return embedder;
  }
  return {
    async embed({ model, texts }, signal) {
      const release = await turns.take(signal);
      try {
        return await embedAll(await open(model, signal), texts, signal);
      } finally {
        release();
      }
    },
  };
}

async function embedAll(
  embedder: GgufEmbedder,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Embeddings> {
  const vectors: Embeddings['vectors'] = [];
  let tokens = 0;
  for (const text of texts) {
    throwIfAborted(signal);
    const read = await embedder.embed(text);
    vectors.push(read.vector);
    tokens += read.tokens;
  }
  return { vectors, tokens };
}
