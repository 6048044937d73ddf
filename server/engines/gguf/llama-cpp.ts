import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../../../src/engine/errors.ts';

/** The parts of node-llama-cpp that are used: it is optional, and so are its types. */
export interface Llama {
  /** `false`: the processor. */
  readonly gpu: string | false;
  loadModel(options: LlamaLoadOptions): Promise<LlamaModel>;
}

export interface LlamaLoadOptions {
  modelPath: string;
  gpuLayers: { fitContext: { contextSize: number; embeddingContext?: boolean } };
  /** In place of what the file's header says, by architecture and key. */
  metadataOverrides?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  loadSignal: AbortSignal;
}

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly gpuLayers: number;
  readonly tokens: { bos: number | null; bosString: string | null; eosString: string | null };
  tokenize(text: string, specialTokens: boolean): number[];
  detokenize(tokens: readonly number[]): string;
  isEogToken(token: number): boolean;
  iterateAllTokens(): Iterable<number>;
  createContext(options: {
    sequences: number;
    contextSize: { min?: number; max: number };
    createSignal: AbortSignal;
  }): Promise<LlamaContext>;
  createEmbeddingContext(options: {
    contextSize: number;
    /** Tokens that are read in one pass. */
    batchSize: number;
    createSignal: AbortSignal;
  }): Promise<LlamaEmbeddingContext>;
  dispose(): Promise<void>;
}

export interface LlamaContext {
  readonly contextSize: number;
  readonly totalSequences: number;
  getSequence(): LlamaSequence;
}

export interface LlamaEmbeddingContext {
  /** With the tokens that mark beginning and end. */
  calculateInputLength(tokens: number[]): number;
  /** As the model made it, of any length; empty for no tokens. */
  getEmbeddingFor(tokens: number[]): Promise<{ readonly vector: readonly number[] }>;
}

export interface LlamaSequence {
  readonly contextTokens: readonly number[];
  readonly nextTokenIndex: number;
  clearHistory(): Promise<void>;
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: number[]): Promise<void>;
  evaluate(tokens: number[], options: LlamaSampling): AsyncGenerator<number, void>;
  controlledEvaluate(
    input: (number | [number, { generateNext: { probabilities: true; options: LlamaSampling } }])[],
  ): Promise<({ next: { probabilities?: Map<number, number> } } | undefined)[]>;
}

export interface LlamaSampling {
  temperature: number;
  topK?: number;
  topP?: number;
  minP?: number;
  seed?: number;
}

const PACKAGE = 'node-llama-cpp';
export const LLAMA_COMMAND = `npm install --no-save ${PACKAGE}@3.22.1`;

/** Where the package lies; `TRIPTYCH_LLAMA_CPP` may name another folder that has it installed. */
function findPackage(): string | undefined {
  const base = process.env.TRIPTYCH_LLAMA_CPP;
  const require = createRequire(base ? pathToFileURL(`${base}/package.json`) : import.meta.url);
  try {
    return require.resolve(PACKAGE);
  } catch {
    return undefined;
  }
}

export function hasLlamaCpp(): boolean {
  return findPackage() !== undefined;
}

/**
 * llama.cpp on the best device that works here: CUDA, Metal, Vulkan, else the processor. Throws
 * `not_supported` if the package is not installed.
 */
export async function openLlama(): Promise<Llama> {
  const path = findPackage();
  if (path === undefined)
    throw new EngineError(
      'not_supported',
      `Models in GGUF need a package that is not installed. Add it with: ${LLAMA_COMMAND}`,
    );
  const { getLlama } = (await import(pathToFileURL(path).href)) as {
    getLlama(options: object): Promise<Llama>;
  };
  return getLlama({
    // Builds nothing and downloads nothing: a device without a binary is passed over.
    build: 'never',
    skipDownload: true,
    logLevel: 'error',
    // More threads than cores take twenty times as long.
    maxThreads: availableParallelism(),
  });
}
