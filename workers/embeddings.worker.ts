import { exposeEngine } from '../src/comlink/expose-engine.ts';
import type { EmbeddingEngine } from '../src/engine/embeddings/embedding-engine.ts';
import { createEmbeddingEngine } from '../src/engine/embeddings/sentence-embedding-engine.ts';
import { createBrowserHost } from './browser-host.ts';
import { holdLifeLock } from './life-lock.ts';

const engine = createEmbeddingEngine(createBrowserHost);

exposeEngine<EmbeddingEngine>(
  { embed: (request, signal) => engine.embed(request, signal) },
  holdLifeLock(),
);
