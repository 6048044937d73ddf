import type { WireChoice, WireTokenLogprob, WireUsage } from './chat-schema.ts';
import { type AnswerPart, toFinishReason, writeUsage } from './read-answer.ts';

/** A whole answer. */
export interface CollectedAnswer {
  text: string;
  /** Absent if they are not asked for, or the engine has none. */
  logprobs?: WireTokenLogprob[];
  reasoning: string;
  calls: Extract<AnswerPart, { type: 'tool-call' }>['call'][];
  finish: WireChoice['finish_reason'];
  usage: WireUsage;
}

/** Reads an answer to its end, and yields with each part before that. */
export async function* collectAnswer(
  parts: AsyncIterable<AnswerPart>,
): AsyncGenerator<undefined, CollectedAnswer> {
  const answer: CollectedAnswer = {
    text: '',
    reasoning: '',
    calls: [],
    finish: 'stop',
    usage: writeUsage(0, 0),
  };
  for await (const part of parts) {
    if (part.type === 'text') {
      answer.text += part.text;
      if (part.logprobs) (answer.logprobs ??= []).push(...part.logprobs);
    }
    if (part.type === 'reasoning') answer.reasoning += part.text;
    if (part.type === 'tool-call') answer.calls.push(part.call);
    if (part.type === 'finish') {
      answer.finish = toFinishReason(part.reason);
      answer.usage = part.usage;
    } else yield;
  }
  return answer;
}

/** As one of a completion's choices. */
export function writeChoice(
  { text, logprobs, reasoning, calls, finish }: CollectedAnswer,
  index: number,
): WireChoice {
  return {
    index,
    message: {
      role: 'assistant',
      content: text === '' && calls.length > 0 ? null : text,
      refusal: null,
      ...(reasoning && { reasoning_content: reasoning }),
      ...(calls.length > 0 && {
        tool_calls: calls.map(({ id, name, arguments: args }) => ({
          id,
          type: 'function' as const,
          function: { name, arguments: args },
        })),
      }),
    },
    logprobs: logprobs ? { content: logprobs, refusal: null } : null,
    finish_reason: finish,
  };
}
