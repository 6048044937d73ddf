import type { Tensor } from 'onnxruntime-common';
import { EngineError } from '../../errors.ts';
import type { Ort } from '../../host.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import type { Graph } from './graph.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import { padTokens, padWeights, type PromptChunk } from '../prompts/prompt-chunks.ts';
import type { PromptTokenizer } from '../prompts/tokenizer.ts';
import { createTensor, fixedBatchOf } from './tensors.ts';

/** A text encoder's output for one sequence. */
export interface EncodedChunk {
  /** States of the layer that conditions, `[rows, width]`. */
  states: Vector;
  rows: number;
  width: number;
  /** The sequence as one vector, where the graph gives one. */
  pooled?: Vector;
}

export interface TextEncoderOptions {
  hiddenState: PipelineLayout['text']['hiddenState'];
  isPadded: boolean;
  /** Layers to skip at the end, besides those the model skips anyway. */
  clipSkip: number;
}

/**
 * Encodes one sequence. Throws `not_supported` if the graph lacks an input or the layer that was
 * asked for.
 */
export async function encodeChunk(
  ort: Ort,
  arithmetic: Arithmetic,
  graph: Graph,
  tokenizer: PromptTokenizer,
  chunk: PromptChunk,
  options: TextEncoderOptions,
): Promise<EncodedChunk> {
  const ids = options.isPadded
    ? padTokens(tokenizer, chunk.tokens)
    : chunk.tokens.slice(0, tokenizer.maxLength);
  const outputs = await graph.run(feedsFor(ort, graph, ids));
  const name = findStates([...graph.outputs.keys()], options);
  const pooledName = POOLED.find((candidate) => candidate in outputs);
  const [states, pooled] = [outputs[name], pooledName ? outputs[pooledName] : undefined];
  if (!states) throw new EngineError('not_supported', `The text encoder has no output ${name}.`);
  disposeTensors(Object.values(outputs).filter((tensor) => tensor !== states && tensor !== pooled));
  const [rows = 0, width = 0] = states.dims.slice(-2);
  const encoded = takeFirst(arithmetic, states, rows * width);
  return {
    states: options.isPadded
      ? await emphasize(arithmetic, encoded, padWeights(tokenizer, chunk), width)
      : encoded,
    rows,
    width,
    ...(pooled ? { pooled: takeFirst(arithmetic, pooled, pooled.dims.at(-1) ?? 0) } : {}),
  };
}

const POOLED = ['text_embeds', 'pooled', 'pooler_output'];

function feedsFor(ort: Ort, graph: Graph, ids: readonly number[]): Record<string, Tensor> {
  return Object.fromEntries(
    [...graph.inputs].map(([name, slot]) => {
      const batch = fixedBatchOf(slot) ?? 1;
      const row =
        name === 'input_ids' ? ids : name === 'attention_mask' ? ids.map(() => 1) : undefined;
      if (!row)
        throw new EngineError(
          'not_supported',
          `The text encoder asks for ${name}, which is not supported.`,
        );
      const rows = Array.from({ length: batch }, () => row).flat();
      return [name, createTensor(ort, slot.type, rows, [batch, ids.length])];
    }),
  );
}

/**
 * The output that holds the wanted layer: exports name them differently, and some have only the one
 * that is needed.
 */
function findStates(
  names: readonly string[],
  { hiddenState, clipSkip }: TextEncoderOptions,
): string {
  const layers = names
    .flatMap((name) => /^hidden_states\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);
  const only = names.find(
    (name) => name === 'encoder_hidden_state' || name === 'encoder_hidden_states',
  );
  const wanted =
    hiddenState === 'penultimate' && layers.length > 0
      ? (layers.length === 1 ? (layers[0] ?? 0) : Math.max(...layers) - 1) - clipSkip
      : undefined;
  if (wanted !== undefined && layers.includes(wanted)) return `hidden_states.${wanted}`;
  if (clipSkip > 0)
    throw new EngineError(
      'not_supported',
      'This model was exported without its inner layers, so CLIP skip does not work.',
    );
  return (
    only ?? names.find((name) => name === 'last_hidden_state') ?? names[0] ?? 'last_hidden_state'
  );
}

/** Of a fixed batch, only the first row counts. */
function takeFirst(arithmetic: Arithmetic, tensor: Tensor, length: number): Vector {
  const vector = arithmetic.adopt(tensor);
  if (vector.length === length) return vector;
  const first = arithmetic.combine(length, [{ factor: 1, vector }]);
  arithmetic.dispose(vector);
  return first;
}

/**
 * Multiplies each position by its weight and keeps the mean where it was, as AUTOMATIC1111 does.
 * Takes `states` over.
 */
async function emphasize(
  arithmetic: Arithmetic,
  states: Vector,
  weights: readonly number[],
  width: number,
): Promise<Vector> {
  if (weights.every((weight) => weight === 1)) return states;
  const values = await arithmetic.read(states);
  const weighted = values.map((value, index) => value * (weights[Math.floor(index / width)] ?? 1));
  const restored = meanOf(values) / meanOf(weighted);
  arithmetic.dispose(states);
  return arithmetic.upload(
    Number.isFinite(restored) ? weighted.map((value) => value * restored) : weighted,
  );
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function disposeTensors(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) tensor.dispose();
}
