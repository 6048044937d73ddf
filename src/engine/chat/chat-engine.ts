import type { LoadedModel, ModelChoice } from '../models/model-choice.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import type { GuideSource } from './answer-source.ts';
import type { PictureIdea } from './pictures/picture-idea.ts';

export type { LoadedModel, ModelChoice };

/** A call of a function that the model asks for. */
export interface ToolCall {
  id: string;
  name: string;
  /**
   * JSON, as the model wrote it; it need not fit the tool's parameters unless `toolChoice` asked
   * for that.
   */
  arguments: string;
}

/** One turn of a conversation. */
export type ChatMessage =
  | { role: 'system'; content: string }
  /** Pictures come before the text. Only for models with `capabilities.pictures`. */
  | { role: 'user'; content: string; pictures?: readonly PixelImage[] }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[] }
  | { role: 'tool'; content: string; toolCallId: string };

/** A function that the model may call. */
export interface ToolDefinition {
  name: string;
  description: string;
  /** JSON schema of an object. */
  parameters: JsonSchema;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** How tokens are drawn. Defaults are the model's own. */
export interface SamplingParameters {
  /** 0 (greedy, repeatable) to 2. */
  temperature?: number;
  /** Share of the probability mass to draw from, above 0 and up to 1. */
  topP?: number;
  /** Number of likeliest tokens to draw from, at least 1. Default: all. */
  topK?: number;
  /** Least probability of a token as a share of the likeliest one's, 0 to 1. Default 0. */
  minP?: number;
  /**
   * Divides the logits of tokens that occurred already, 1 (off) to 2 (Keskar et al. 2019, CTRL).
   * Default 1.
   */
  repetitionPenalty?: number;
  /** Subtracted from the logits of this answer's tokens once per occurrence, -2 to 2. Default 0. */
  frequencyPenalty?: number;
  /** Subtracted from the logits of tokens that occur in this answer, -2 to 2. Default 0. */
  presencePenalty?: number;
  /**
   * Seed of the random numbers, an integer. Default: a random one. The same seed gives the same
   * text on the same device.
   */
  seed?: number;
}

export interface ChatRequest extends ModelChoice, SamplingParameters {
  /** Oldest first; a system message only at the beginning. At least one message. */
  messages: readonly ChatMessage[];
  /**
   * Maximum number of tokens to generate, at least 1. Default: the model's own; never more than
   * fits in its context.
   */
  maxTokens?: number;
  /**
   * The answer ends before any of these strings; at most 8, none empty. An answer constrained to
   * JSON or to a call ends when that is complete, whatever it contains.
   */
  stop?: readonly string[];
  /** The fixed beginning of the answer: the model continues from it. It is not sent back. */
  prefix?: string;
  /**
   * Tells with every token how likely it was, and those that were likeliest in its place: so many,
   * 0 to 20. Models that web-llm runs and texts that no model wrote tell nothing.
   */
  logProbabilities?: number;
  /**
   * Constrains the answer to JSON, by a schema (draft 2020-12) or of any shape. If the token limit
   * cuts it short, the shortest text that makes it fit is appended, without tokens. A schema that
   * cannot be enforced is `invalid_request`, with `keyword` and `pointer` in the details.
   */
  responseFormat?: { type: 'json'; schema?: JsonSchema };
  tools?: readonly ToolDefinition[];
  /**
   * `auto`: the model decides; `required`: it must call one, with arguments that fit. Default
   * `auto`.
   */
  toolChoice?: 'auto' | 'none' | 'required';
  /**
   * Whether a reasoning model may think before it answers, if its chat template offers the choice.
   * Default true.
   */
  reasoning?: boolean;
  /**
   * What to do with a conversation that is too long: `error` (default), or drop the oldest turns
   * and report it.
   */
  contextOverflow?: 'error' | 'trim';
}

export interface ChatUsage {
  promptTokens: number;
  /** Tokens of the prompt that an earlier turn had already read. */
  cachedTokens: number;
  completionTokens: number;
  /** Tokens that fit in the context: prompt and answer together. */
  contextLength: number;
}

/**
 * `stop`: the model ended its answer, or a stop string did; `length`: maxTokens or the context was
 * reached.
 */
export type FinishReason = 'stop' | 'length' | 'tool-calls';

/** A token that a model might have written. */
export interface LikelyToken {
  token: number;
  /** Its text in UTF-8, of which it may be a part; empty for special tokens. */
  bytes: Uint8Array;
  /** By the model's own logits: neither temperature nor penalties nor a grammar count. */
  logProbability: number;
}

/** A token that was drawn, and what might have been drawn in its place, likeliest first. */
export interface TokenLogProbability extends LikelyToken {
  likeliest: LikelyToken[];
}

interface TokenReport {
  tokens: number[];
  /** One for each token, where the request asks for them. */
  logProbabilities?: TokenLogProbability[];
}

export type ChatEvent =
  /** The model is being loaded from the store into memory. */
  | { type: 'load-start'; model: string }
  /** The model is ready; also sent if it was already in memory. */
  | ({ type: 'load-end' } & LoadedModel)
  /**
   * Instead of both: another machine was asked, which does not say when it has loaded its model.
   */
  | { type: 'remote-start'; model: string }
  /** The oldest messages did not fit and were dropped. */
  | { type: 'context-trim'; droppedMessages: number }
  /** A piece of a reasoning model's thoughts before the answer. */
  | ({ type: 'reasoning-delta'; text: string } & TokenReport)
  /**
   * A piece of the answer with its token ids; whole code points only. Text that no model wrote has
   * no tokens, and some engines report none.
   */
  | ({ type: 'text-delta'; text: string } & TokenReport)
  | ({ type: 'tool-call'; call: ToolCall } & TokenReport)
  /** The answer was taken from a stored text, not generated. */
  | { type: 'source-found'; source: GuideSource }
  /** The answer is a picture, which the receiver is to draw. */
  | { type: 'picture-request'; idea: PictureIdea }
  | {
      type: 'finish';
      reason: FinishReason;
      usage: ChatUsage;
      /**
       * From the request to the first token, without loading. `null` if no model wrote the answer.
       */
      firstTokenMs: number | null;
      /** Over the tokens after the first. `null` with fewer than two. */
      tokensPerSecond: number | null;
    };

/**
 * Words from a language model. Implemented by the pipeline and by its Comlink proxy; callers cannot
 * tell them apart.
 */
export interface ChatEngine {
  /**
   * Loads the model into memory and keeps it there; does nothing if it is already there. Throws
   * `model_not_installed`, `weights_damaged`, `webgpu_unavailable`, `not_supported`,
   * `out_of_memory`.
   */
  load(choice: ModelChoice, signal: AbortSignal): Promise<LoadedModel>;

  /**
   * Answers the conversation, loading the model first if needed. Requests run one after another.
   * Ending the iteration or firing the signal stops within one token and keeps the model loaded;
   * the signal makes the iteration throw `aborted`. Throws what `load` throws, `invalid_request`
   * and `context_too_long` (details: promptTokens, contextLength).
   */
  generate(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
}
