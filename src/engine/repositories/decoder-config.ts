import { z } from 'zod';
import type { ModelArchitecture } from '../models/manifest.ts';

const count = z.int().positive().optional().catch(undefined);

/**
 * The fields of a language model's `config.json` that are used, by the names that transformers
 * gives them.
 */
const decoderSchema = z.looseObject({
  architectures: z.array(z.string()).optional().catch(undefined),
  model_type: z.string().optional().catch(undefined),
  max_position_embeddings: count,
  num_hidden_layers: count,
  hidden_size: count,
  intermediate_size: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  head_dim: count,
  vocab_size: count,
  tie_word_embeddings: z.boolean().optional().catch(undefined),
});
type DecoderConfig = z.infer<typeof decoderSchema>;

/** A model that also takes pictures describes its decoder apart. */
export const configSchema = z.looseObject({
  ...decoderSchema.shape,
  text_config: decoderSchema.optional().catch(undefined),
});

interface DecoderFacts {
  architecture?: ModelArchitecture;
  /** Counted from the sizes of the layers. */
  parameters?: number;
}

/** The facts that a decoder's configuration states; nothing if it names its parts differently. */
export function describeDecoder(config: DecoderConfig): DecoderFacts {
  const { num_hidden_layers: layers, hidden_size: hiddenSize, vocab_size: vocabularySize } = config;
  const heads = config.num_attention_heads;
  if (!layers || !hiddenSize || !vocabularySize || !heads) return {};
  const architecture: ModelArchitecture = {
    type: config.model_type ?? 'decoder',
    layers,
    hiddenSize,
    keyValueHeads: config.num_key_value_heads ?? heads,
    headSize: config.head_dim ?? Math.max(1, Math.floor(hiddenSize / heads)),
    vocabularySize,
  };
  const parameters = countParameters(architecture, heads, config);
  return parameters ? { architecture, parameters } : { architecture };
}

/**
 * Weights of a plain gated decoder: embedding (twice where input and output do not share it),
 * attention, and a feed-forward of three matrices. Biases and norms are less than a thousandth.
 * Mixtures of experts are built otherwise.
 */
function countParameters(
  { layers, hiddenSize, keyValueHeads, headSize, vocabularySize }: ModelArchitecture,
  heads: number,
  config: DecoderConfig,
): number | undefined {
  const isMixture = Object.keys(config).some((name) => name.includes('expert'));
  if (!config.intermediate_size || isMixture) return undefined;
  const embedding = vocabularySize * hiddenSize * (config.tie_word_embeddings === false ? 2 : 1);
  const attention = 2 * hiddenSize * headSize * (heads + keyValueHeads);
  return embedding + layers * (attention + 3 * hiddenSize * config.intermediate_size);
}
