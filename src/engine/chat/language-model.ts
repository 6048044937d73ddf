import type { PixelImage } from '../images/pixel-image.ts';
import type { ChatMessage, ToolDefinition } from './chat-engine.ts';

export interface PromptOptions {
  tools?: readonly ToolDefinition[] | undefined;
  /** Beginning of the answer. */
  prefix?: string | undefined;
  reasoning?: boolean | undefined;
}

/**
 * A prompt as text and as tokens. Tokens below zero stand for parts of a picture
 * (vision/picture-memory.ts).
 */
export interface EncodedPrompt {
  text: string;
  tokens: number[];
}

/**
 * How the strings of a vocabulary stand for bytes: GPT-2's letters, `<0x0A>` for odd bytes, or as
 * they are.
 */
export type VocabularyKind = 'byte_level' | 'byte_fallback' | 'raw';

export interface Vocabulary {
  kind: VocabularyKind;
  /** By token id, special tokens included; as the tokenizer stores them. */
  tokens: string[];
}

/** A causal language model with its tokenizer: exactly what the decoding loop needs. */
export interface LanguageModel {
  /** Tokens that end an answer. */
  readonly endTokens: ReadonlySet<number>;
  /**
   * The source of the chat template; empty if there is none. It shows how the model writes tool
   * calls.
   */
  readonly chatTemplate: string;
  /**
   * Applies the chat template, the opening of the answer included. Throws `not_supported` if the
   * template fails.
   */
  encodePrompt(messages: readonly ChatMessage[], options?: PromptOptions): EncodedPrompt;
  /**
   * Looks at pictures, after which prompts may show them. Absent where a model reads text alone.
   */
  lookAt?(pictures: readonly PixelImage[], signal: AbortSignal): Promise<void>;
  /** The number of tokens that a picture takes in a prompt, after it was looked at. */
  countPictureTokens?(picture: PixelImage): number;
  /** The number of tokens in a text, without special ones. */
  countTokens(text: string): number;
  /** The text of tokens, without special ones. */
  decode(tokens: readonly number[]): string;
  /** For constrained output; computed on first use. */
  readVocabulary(): Vocabulary;
  /** An empty memory. */
  startSession(): LanguageModelSession;
  dispose(): Promise<void>;
}

/** The key-value cache of one conversation. */
export interface LanguageModelSession {
  /** Number of tokens read so far. */
  readonly length: number;
  /**
   * Reads the tokens and returns the logits after each of the last `positions` of them,
   * `[vocabulary]` each, owned by the caller. More than one only where `canLookAhead`.
   */
  forward(tokens: readonly number[], positions?: number): Promise<Float32Array[]>;
  /** Whether tokens can be read on trial and forgotten cheaply. Known after the first pass. */
  readonly canLookAhead: boolean;
  /**
   * Forgets all but the first tokens. `false`: this kind of memory cannot be cut (a recurrent
   * state) and is unchanged.
   */
  truncate(length: number): Promise<boolean>;
  /** Frees the cache. */
  dispose(): Promise<void>;
}
