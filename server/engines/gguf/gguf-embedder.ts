import { openAsBlob } from 'node:fs';
import { scaleToUnit } from '../../../src/engine/embeddings/pool-mean.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import { countReadTokens } from '../../../src/engine/models/gguf/gguf-manifest.ts';
import {
  readGgufHeader,
  type GgufHeader,
} from '../../../src/engine/models/gguf/read-gguf-header.ts';
import { numberPooling } from '../../../src/engine/models/gguf/text-task.ts';
import type { GgufModel } from './gguf-models.ts';
import type { Llama, LlamaEmbeddingContext, LlamaModel } from './llama-cpp.ts';
import { loadLlamaModel } from './load-llama-model.ts';

/** A model in memory that makes vectors of texts. */
export interface GgufEmbedder {
  /** What is longer than `maxTokens` is cut off at the end. The vector has length 1. */
  embed(text: string): Promise<{ vector: Float32Array<ArrayBuffer>; tokens: number }>;
  readonly maxTokens: number;
  /** In words, for a log. */
  readonly where: string;
  dispose(): Promise<void>;
}

/** Tokens that are read at once where a text may be read in several passes. */
const PASS_TOKENS = 512;

/** Throws what `loadLlamaModel` throws. */
export async function loadGgufEmbedder(
  llama: Llama,
  { path, manifest: { id } }: GgufModel,
  signal: AbortSignal,
): Promise<GgufEmbedder> {
  const header = await readGgufHeader((await openAsBlob(path)) as Blob);
  const maxTokens = countReadTokens(header);
  // A text must be shorter than its context.
  const contextSize = maxTokens + 1;
  const batchSize = header.pooling === 'last' ? Math.min(PASS_TOKENS, contextSize) : contextSize;
  const { model, made: context } = await loadLlamaModel(
    llama,
    {
      ...{ id, modelPath: path, loadSignal: signal },
      gpuLayers: { fitContext: { contextSize, embeddingContext: true } },
      metadataOverrides: choosePooling(header),
    },
    (loaded) => loaded.createEmbeddingContext({ contextSize, batchSize, createSignal: signal }),
  );
  return {
    maxTokens,
    where: llama.gpu ? `${model.gpuLayers} layers on ${llama.gpu}` : 'on the processor',
    async embed(text) {
      const tokens = cutText(model, context, text, maxTokens);
      const { vector } = await context.getEmbeddingFor(tokens);
      return { vector: scaleToUnit(vector), tokens: context.calculateInputLength(tokens) };
    },
    dispose: () => model.dispose(),
  };
}

/** Without a word of its header, all states of a text count the same. */
function choosePooling({ architecture, pooling = 'none' }: GgufHeader) {
  return pooling === 'none' ? { [architecture]: { pooling_type: numberPooling('mean') } } : {};
}

/** Room is left for the tokens that mark beginning and end. */
function cutText(
  model: LlamaModel,
  context: LlamaEmbeddingContext,
  text: string,
  maxTokens: number,
): number[] {
  const tokens = model.tokenize(text, false);
  if (tokens.length === 0)
    throw new EngineError('invalid_request', 'A text has nothing that the model reads.', {
      details: { param: 'input' },
    });
  const marks = context.calculateInputLength(tokens) - tokens.length;
  return tokens.slice(0, maxTokens - marks);
}
