import { expect, it } from 'vitest';
import { checkConfig } from './check-config.ts';

const check = (config: unknown) => checkConfig(config, { title: 'Tiny' });

it('lets pass what models have', () => {
  expect(() =>
    check({
      ...{ num_hidden_layers: 126, hidden_size: 16_384, intermediate_size: 53_248 },
      ...{ num_attention_heads: 128, head_dim: 128, vocab_size: 262_208, n_embd: 768, n_layer: 12 },
      ...{ max_position_embeddings: 10_485_760, num_experts: 256, rope_theta: 1e9 },
      text_config: { num_hidden_layers: 62, sliding_window: 1e12 },
    }),
  ).not.toThrow();
  expect(() => check(null)).not.toThrow();
});

it.each([
  [{ num_hidden_layers: 1e15 }, '1,000,000,000,000,000 layers (num_hidden_layers)'],
  [{ text_config: { n_layer: 1e9 } }, '1,000,000,000 layers (n_layer)'],
  [{ num_key_value_heads: 1e15 }, '1,000,000,000,000,000 heads or experts (num_key_value_heads)'],
  [{ head_dim: 1e15 }, '1,000,000,000,000,000 numbers in a row (head_dim)'],
])('refuses %o before anything is allocated', (config, value) => {
  expect(() => check(config)).toThrow(
    `Tiny is too large for any device: its config.json asks for ${value}. Choose another model.`,
  );
});
