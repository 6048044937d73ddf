import type { EmbeddingEngine } from '../../src/engine/embeddings/embedding-engine.ts';
import { createEmbeddingEngine } from '../../src/engine/embeddings/sentence-embedding-engine.ts';
import { createNodeHost } from '../node-host.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';

const engine = createEmbeddingEngine(async () => createNodeHost(readProcessSettings()));

exposeInProcess<EmbeddingEngine>({
  embed: (request, signal) => engine.embed(request, signal),
});
