import type { EmbeddingService, ServedModel } from '../src/api/services.ts';
import type { EmbeddingEngine } from '../src/engine/embeddings/embedding-engine.ts';
import { EMBEDDING_MODEL } from '../src/engine/models/catalog.ts';
import type { ModelPool } from './engines/model-pool.ts';
import type { GgufEngines } from './gguf/gguf-engines.ts';

export interface EmbeddingServiceOptions {
  /** Runs models in ONNX. */
  engine: Pick<ModelPool<EmbeddingEngine>, 'call'>;
  gguf: Pick<GgufEngines, 'has' | 'embed'>;
  listLocal(): Promise<readonly ServedModel[]>;
}

/** Vectors of texts by what is in the folders, in either form. */
export function createEmbeddingService(options: EmbeddingServiceOptions): EmbeddingService {
  const { engine, gguf, listLocal } = options;
  return {
    async listModels() {
      return rankModels(await listLocal());
    },
    async embed(request, signal) {
      return (await gguf.has(request.model))
        ? gguf.embed(request, signal)
        : engine.call(request.model, (remote, sent) => remote.embed(request, sent), signal);
    },
  };
}

/** Models that are for vectors come before those in GGUF that chat, which nobody means unasked. */
function rankModels(models: readonly ServedModel[]): string[] {
  const manifests = models.map(({ manifest }) => manifest);
  const idsOf = (found: typeof manifests) => found.map(({ id }) => id);
  const forVectors = idsOf(manifests.filter(({ task }) => task === 'embedding'));
  const chats = manifests.filter(({ task, engine }) => task === 'chat' && engine === 'llama-cpp');
  return [...(forVectors.length > 0 ? forVectors : [EMBEDDING_MODEL]), ...idsOf(chats)];
}
