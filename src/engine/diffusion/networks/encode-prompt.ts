import type { Ort } from '../../host.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import type { GraphPool } from './graph-pool.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { PromptReader } from '../prompts/prompt-reader.ts';
import { encodeChunk, type EncodedChunk, type TextEncoderOptions } from './text-encoder.ts';

/** A prompt as the network receives it. */
export interface EncodedPrompt {
  /** The sequences of each text encoder, in order; the same number for each. */
  encoders: readonly (readonly EncodedChunk[])[];
  /** Positions of all sequences together. */
  rows: number;
  /** Numbers at each position, all encoders together. */
  width: number;
  /** The whole first sequence as one vector, from the last encoder that provides one. */
  pooled?: Vector;
}

export interface PromptEncoder {
  /**
   * Encodes a prompt as at least `chunkCount` sequences: two prompts for one call must have as
   * many. The caller disposes of the result.
   */
  encode(prompt: string, chunkCount: number, clipSkip: number): Promise<EncodedPrompt>;
}

const ROLES = ['textEncoder', 'textEncoder2'] as const;

/** The text side of a pipeline: from tokens to the network's inputs. */
export function createPromptEncoder(
  ort: Ort,
  arithmetic: Arithmetic,
  pool: GraphPool,
  reader: PromptReader,
  { text, graphs }: PipelineLayout,
): PromptEncoder {
  const roles = ROLES.filter((role) => graphs[role]);

  async function encodeWith(
    index: number,
    prompt: string,
    chunkCount: number,
    options: TextEncoderOptions,
  ) {
    const role = roles[index];
    const tokenizer = reader.tokenizerAt(index);
    if (!role || !tokenizer) return [];
    const chunks = [...reader.readChunks(prompt, index)];
    while (chunks.length < chunkCount) chunks.push({ tokens: [], weights: [] });
    const graph = await pool.use(role);
    const encoded: EncodedChunk[] = [];
    for (const chunk of chunks)
      encoded.push(await encodeChunk(ort, arithmetic, graph, tokenizer, chunk, options));
    return encoded;
  }

  return {
    async encode(prompt, chunkCount, clipSkip) {
      const options = { ...text, clipSkip };
      const encoders: EncodedChunk[][] = [];
      for (const index of roles.keys())
        encoders.push(await encodeWith(index, prompt, chunkCount, options));
      return describe(encoders);
    },
  };
}

function describe(encoders: readonly EncodedChunk[][]): EncodedPrompt {
  const [first] = encoders;
  const pooled = encoders.flatMap(([chunk]) => chunk?.pooled ?? []).at(-1);
  return {
    encoders,
    rows: first?.reduce((sum, { rows }) => sum + rows, 0) ?? 0,
    width: encoders.reduce((sum, [chunk]) => sum + (chunk?.width ?? 0), 0),
    ...(pooled ? { pooled } : {}),
  };
}

export function disposePrompt(arithmetic: Arithmetic, { encoders }: EncodedPrompt): void {
  for (const { states, pooled } of encoders.flat()) arithmetic.dispose(states, pooled);
}
