/** How an answer is to be written; the settings by the names of chat-engine.ts, all required. */
export interface LlamaRequest {
  /** With the marks of the chat template, which are read as the tokens that they stand for. */
  prompt: string;
  maxTokens: number;
  temperature: number;
  topP: number;
  /** `Infinity`: all. */
  topK: number;
  minP: number;
  repetitionPenalty: number;
  frequencyPenalty: number;
  presencePenalty: number;
  seed: number;
  /** GBNF. */
  grammar: string | undefined;
  /** Special tokens that are to be seen in the text; others are not. */
  marks: readonly string[];
}

/** A piece of an answer, with whole code points, and the counts so far. */
export interface LlamaPiece {
  text: string;
  promptTokens: number;
  /** Tokens of the prompt that an earlier one had in common. */
  cachedTokens: number;
  completionTokens: number;
  /** With the last piece. */
  reason: 'stop' | 'length' | undefined;
}

/** A model in llama.cpp: it tokenizes, draws and keeps what it has read by itself. */
export interface LlamaModel {
  /** Tokens of prompt and answer that there is memory for. */
  readonly contextLength: number;
  /**
   * Writes one answer at a time. Leaving it, or the signal, ends it within a token. Throws
   * `aborted`, `context_too_long` and `out_of_memory`.
   */
  write(request: LlamaRequest, signal: AbortSignal): AsyncGenerator<LlamaPiece>;
  /** Frees all memory. */
  dispose(): Promise<void>;
}

export interface LlamaOptions {
  /** Tokens of prompt and answer together. */
  contextLength: number;
  threads: number;
  usesGpu: boolean;
}

/**
 * Loads a model whose files were checked (check-gguf.ts), in the order of its parts. Throws
 * `out_of_memory`, `not_supported`, `weights_damaged`, and `aborted` if the signal fires.
 */
export type LoadLlamaModel = (
  files: readonly Blob[],
  options: LlamaOptions,
  signal: AbortSignal,
) => Promise<LlamaModel>;
