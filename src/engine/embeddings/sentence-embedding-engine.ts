import { throwIfAborted } from '../errors.ts';
import type { ComputeHost } from '../host.ts';
import type { EmbeddingEngine } from './embedding-engine.ts';
import { loadSentenceModel, type SentenceModel } from './sentence-model.ts';

/** Models are opened when they are first asked for, and stay. */
export function createEmbeddingEngine(connect: () => Promise<ComputeHost>): EmbeddingEngine {
  const opened = new Map<string, Promise<SentenceModel>>();
  function open(model: string): Promise<SentenceModel> {
    const opening = opened.get(model) ?? connect().then((host) => loadSentenceModel(host, model));
    opened.set(model, opening);
    opening.catch(() => opened.delete(model));
    return opening;
  }
  return {
    async embed({ model, texts }, signal) {
      const sentences = await open(model);
      const vectors: Float32Array<ArrayBuffer>[] = [];
      let tokens = 0;
      for (const text of texts) {
        throwIfAborted(signal);
        const ids = sentences.tokenize(text);
        vectors.push(await sentences.embed(ids));
        tokens += ids.length;
      }
      return { vectors, tokens };
    },
  };
}
