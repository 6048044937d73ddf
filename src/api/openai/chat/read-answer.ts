import type { ChatEvent, FinishReason, ToolCall } from '../../../engine/chat/chat-engine.ts';
import { writeLogprobs } from './write-logprobs.ts';
import type { RequestTrace } from '../../http/request-trace.ts';
import type { WireFinishReason, WireTokenLogprob, WireUsage } from './chat-schema.ts';

/** A part of an answer as clients know it. */
export type AnswerPart =
  | { type: 'text'; text: string; logprobs?: WireTokenLogprob[] }
  | { type: 'reasoning'; text: string }
  | { type: 'tool-call'; call: ToolCall; index: number }
  | { type: 'finish'; reason: FinishReason; usage: WireUsage };

/** Leaves out what is of no use to a client, and tells the trace how many tokens there were. */
export async function* readAnswer(
  events: AsyncIterable<ChatEvent>,
  trace: RequestTrace,
  { maxCalls = Infinity }: { maxCalls?: number } = {},
): AsyncGenerator<AnswerPart> {
  let calls = 0;
  let counted = 0;
  const count = (tokens: readonly number[]) => {
    counted += tokens.length;
    trace.countTokens(undefined, tokens.length);
  };
  for await (const event of events) {
    switch (event.type) {
      case 'text-delta':
        count(event.tokens);
        if (event.text || event.logProbabilities?.length)
          yield { type: 'text', text: event.text, ...writeLogprobs(event.logProbabilities) };
        break;
      case 'reasoning-delta':
        count(event.tokens);
        if (event.text) yield { type: 'reasoning', text: event.text };
        break;
      case 'tool-call':
        count(event.tokens);
        if (calls < maxCalls) yield { type: 'tool-call', call: event.call, index: calls++ };
        break;
      // The guide answers so; whoever asks for a picture by HTTP asks another route.
      case 'picture-request':
        yield {
          type: 'text',
          text: `I would draw this: ${event.idea.prompt} (POST /v1/images/generations draws it.)`,
        };
        break;
      case 'finish': {
        const { promptTokens, completionTokens, cachedTokens } = event.usage;
        trace.countTokens(promptTokens, completionTokens - counted);
        const usage = writeUsage(promptTokens, completionTokens, cachedTokens);
        yield { type: 'finish', reason: event.reason, usage };
      }
    }
  }
}

export function writeUsage(prompt: number, completion: number, cached = 0): WireUsage {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

/** Of several answers to one prompt, which counts once. */
export function addUsage(all: readonly WireUsage[]): WireUsage {
  const [first] = all;
  const completion = all.reduce((sum, usage) => sum + usage.completion_tokens, 0);
  return writeUsage(
    first?.prompt_tokens ?? 0,
    completion,
    first?.prompt_tokens_details.cached_tokens,
  );
}

export function toFinishReason(reason: FinishReason): WireFinishReason {
  return reason === 'tool-calls' ? 'tool_calls' : reason;
}
