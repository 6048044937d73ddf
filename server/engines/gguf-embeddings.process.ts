import type { EmbeddingEngine } from '../../src/engine/embeddings/embedding-engine.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';
import { createGgufEmbeddingEngine } from './gguf/gguf-embedding-engine.ts';
import { openGgufModels } from './gguf/gguf-models.ts';
import { openLlama } from './gguf/llama-cpp.ts';
import { sayInProcess } from './say-in-process.ts';

const engine = createGgufEmbeddingEngine({
  openLlama,
  find: openGgufModels(readProcessSettings().folders).find,
  log: sayInProcess,
});

exposeInProcess<EmbeddingEngine>({
  embed: (request, signal) => engine.embed(request, signal),
});
