import type { ServerEvent } from '../../http/event-stream.ts';
import type { WireDelta, WireFinishReason, WireLogprobs, WireUsage } from './chat-schema.ts';
import { addUsage, type AnswerPart, toFinishReason } from './read-answer.ts';

interface ChunkHead {
  id: string;
  created: number;
  model: string;
}

interface StreamOptions {
  head: ChunkHead;
  includesUsage: boolean;
}

/** Answers to one prompt, one after the other, as chunks; `[DONE]` ends them. */
export async function* streamChat(
  answers: readonly (() => AsyncIterable<AnswerPart>)[],
  { head, includesUsage }: StreamOptions,
): AsyncGenerator<ServerEvent> {
  const write = (choices: readonly object[], usage: WireUsage | null = null): ServerEvent => ({
    data: {
      ...head,
      object: 'chat.completion.chunk',
      choices,
      ...(includesUsage && { usage }),
    },
  });
  const usages: WireUsage[] = [];
  for (const [index, begin] of answers.entries()) {
    const choose = (
      delta: WireDelta,
      finish_reason: WireFinishReason | null = null,
      logprobs: WireLogprobs = null,
    ) => write([{ index, delta, logprobs, finish_reason }]);
    let hasBegun = false;
    for await (const part of begin()) {
      if (!hasBegun) yield choose({ role: 'assistant', content: '' });
      hasBegun = true;
      if (part.type === 'finish') {
        usages.push(part.usage);
        yield choose({}, toFinishReason(part.reason));
      } else if (part.type === 'text') {
        const { logprobs } = part;
        yield choose(
          { content: part.text },
          null,
          logprobs ? { content: logprobs, refusal: null } : null,
        );
      } else for (const delta of writeDeltas(part)) yield choose(delta);
    }
  }
  if (includesUsage) yield write([], addUsage(usages));
  yield { data: '[DONE]' };
}

/** A call comes as OpenAI's models write one: first its name, then its arguments. */
function writeDeltas(part: Exclude<AnswerPart, { type: 'finish' | 'text' }>): WireDelta[] {
  if (part.type === 'reasoning') return [{ reasoning_content: part.text }];
  const { index, call } = part;
  const begun = { index, id: call.id, type: 'function' as const };
  return [
    { tool_calls: [{ ...begun, function: { name: call.name, arguments: '' } }] },
    { tool_calls: [{ index, function: { arguments: call.arguments } }] },
  ];
}
