import type { LoadedModel, ModelChoice } from '../models/model-choice.ts';
import type { GuideSource } from './answer-source.ts';
import type { PictureIdea } from './pictures/picture-idea.ts';

export type { LoadedModel, ModelChoice };

/** A function that the model asks to be called. */
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
  | { role: 'system' | 'user'; content: string }
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
  /**
   * Taken off the logits of tokens of this answer for each time that they occurred, -2 to 2.
   * Default 0.
   */
  frequencyPenalty?: number;
  /** Taken off the logits of tokens that occurred in this answer, -2 to 2. Default 0. */
  presencePenalty?: number;
  /**
   * Start of the random numbers, an integer. Default: a random one. The same seed gives the same
   * text on the same device.
   */
  seed?: number;
}

export interface ChatRequest extends ModelChoice, SamplingParameters {
  /** Oldest first; a system message only at the beginning. At least one message. */
  messages: readonly ChatMessage[];
  /**
   * Most tokens to generate, at least 1. Default: the model's own; never more than its context
   * leaves.
   */
  maxTokens?: number;
  /**
   * The answer ends before any of these, at most 8, none empty. An answer constrained to JSON, or
   * to a call, ends when that is complete, whatever it contains.
   */
  stop?: readonly string[];
  /** The fixed beginning of the answer: the model continues from it. It is not sent back. */
  prefix?: string;
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
   * Whether a reasoning model may think before it answers, where its chat template lets one choose.
   * Default true.
   */
  reasoning?: boolean;
  /**
   * What to do with a conversation that is too long: `error` (default), or leave out the oldest
   * turns and say so.
   */
  contextOverflow?: 'error' | 'trim';
}

export interface ChatUsage {
  promptTokens: number;
  /** Of the prompt's tokens, those that an earlier turn had read already. */
  cachedTokens: number;
  completionTokens: number;
  /** Tokens that prompt and answer may have together. */
  contextLength: number;
}

/**
 * `stop`: the model ended its answer, or a stop string did; `length`: maxTokens or the context was
 * reached.
 */
export type FinishReason = 'stop' | 'length' | 'tool-calls';

export type ChatEvent =
  /** The model is being read from the store into memory. */
  | { type: 'load-start'; model: string }
  /** The model is ready; also sent when it was in memory already. */
  | ({ type: 'load-end' } & LoadedModel)
  /** The oldest messages did not fit and were left out. */
  | { type: 'context-trim'; droppedMessages: number }
  /** A piece of what a reasoning model thinks before it answers. */
  | { type: 'reasoning-delta'; text: string; tokens: number[] }
  /**
   * A piece of the answer with the ids of its tokens; whole code points only. Text not written by a
   * model has no tokens, nor does an engine that does not report them.
   */
  | { type: 'text-delta'; text: string; tokens: number[] }
  | { type: 'tool-call'; call: ToolCall; tokens: number[] }
  /** The answer was taken from a text, not generated. */
  | { type: 'source-found'; source: GuideSource }
  /** The answer is a picture, to be drawn by whoever shows it. */
  | { type: 'picture-request'; idea: PictureIdea }
  | {
      type: 'finish';
      reason: FinishReason;
      usage: ChatUsage;
      /** From the request to the first token, loading not counted. `null` if no model spoke. */
      firstTokenMs: number | null;
      /** Over the tokens after the first. `null` with fewer than two. */
      tokensPerSecond: number | null;
    };

/**
 * Words from a language model. Implemented by the pipeline, by its Comlink proxy and by an HTTP
 * client; callers cannot tell.
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
