import type { Remote } from 'comlink';
import type { EmbeddingEngine } from '../../src/engine/embeddings/embedding-engine.ts';

/** These engines load with the first text; this is a short one. */
export function tryEmbed(
  engine: Remote<EmbeddingEngine>,
  model: string,
  signal: AbortSignal,
): Promise<unknown> {
  return engine.embed({ model, texts: ['a'] }, signal);
}
