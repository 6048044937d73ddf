import { z } from 'zod';
import { toFloat32 } from '../diffusion/arithmetic/array-arithmetic.ts';
import { openGraph } from '../diffusion/networks/graph.ts';
import { EngineError } from '../errors.ts';
import type { ComputeHost } from '../host.ts';
import { readModelJson } from '../models/model-files.ts';
import { planLoad } from '../models/load/plan-load.ts';
import { openStoredFiles } from '../models/store/open-stored-files.ts';
import { poolMean } from './pool-mean.ts';

/** A model of sentence-transformers' kind. */
export interface SentenceModel {
  /** Ids of a text's tokens, no more than the model reads, with those around it. */
  tokenize(text: string): number[];
  /** The vector of one text, of length 1. */
  embed(ids: readonly number[]): Promise<Float32Array<ArrayBuffer>>;
}

const jsonSchema = z.record(z.string(), z.unknown());

/**
 * A BERT with one graph, on the processor: it is small. Pooled as sentence-transformers does: the
 * mean of all tokens' last states, then made as long as 1. Throws what `EmbeddingEngine` says.
 */
export async function loadSentenceModel(host: ComputeHost, model: string): Promise<SentenceModel> {
  const choice = { model, device: 'wasm' } as const;
  const { manifest, dtype, device } = await planLoad(host, choice, 'embedding');
  const files = openStoredFiles(host.weights, manifest, dtype);
  const [{ ort, executionProvider }, tokenizerJson, { PreTrainedTokenizer }] = await Promise.all([
    host.loadCompute(device),
    readModelJson(files, 'tokenizer.json', jsonSchema),
    import('@huggingface/transformers'),
  ]);
  if (!tokenizerJson)
    throw new EngineError('weights_damaged', `${manifest.title} lacks its tokenizer`);
  // The file pads and cuts to 128, as it was exported; both are decided here.
  const tokenizer = new PreTrainedTokenizer(
    { ...tokenizerJson, truncation: null, padding: null },
    { model_max_length: manifest.maxTokens },
  );
  const graph = await openGraph(ort, files, 'model.onnx', {
    executionProvider,
    outputLocation: 'cpu',
  });
  return {
    tokenize(text) {
      // The library's own truncation would cut off the token that ends a text.
      return cutBeforeLast(tokenizer.encode(text), manifest.maxTokens);
    },
    async embed(ids) {
      const row = (values: readonly number[]) =>
        new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
      const { last_hidden_state: states } = await graph.run({
        input_ids: row(ids),
        attention_mask: row(ids.map(() => 1)),
        token_type_ids: row(ids.map(() => 0)),
      });
      if (!states) throw new EngineError('invalid_output', `${manifest.title} gave no vectors.`);
      return poolMean(toFloat32(states), manifest.dimensions);
    },
  };
}

function cutBeforeLast(ids: readonly number[], most: number): number[] {
  return ids.length > most ? [...ids.slice(0, most - 1), ...ids.slice(-1)] : [...ids];
}
