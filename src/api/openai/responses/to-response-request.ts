import type { ChatRequest } from '../../../engine/chat/chat-engine.ts';
import { EngineError } from '../../../engine/errors.ts';
import { definedOnly } from '../../../engine/defined-only.ts';
import type { WireMessage, WirePicturePart, WireTextPart } from '../chat/chat-schema.ts';
import type { ShownPictures } from '../chat/show-pictures.ts';
import { ANY_OBJECT, isWithoutThought, toMessages, toTools } from '../chat/to-chat-request.ts';
import { toSampling } from '../sampling.ts';
import {
  LOGPROBS_INCLUDED,
  type WireContent,
  type WireItem,
  type WireResponsesRequest,
  type WireTextFormat,
} from './responses-schema.ts';

/**
 * A request of the newer form in the engine's; `open` reads the pictures that messages show. Throws
 * `not_supported` for what would have to be kept from one request to the next, and for files.
 */
export async function toResponseRequest(
  wire: WireResponsesRequest,
  model: string,
  open: (messages: readonly WireMessage[]) => Promise<ShownPictures>,
): Promise<ChatRequest> {
  for (const param of ['previous_response_id', 'conversation', 'background'] as const)
    if (wire[param]) refuse(param, 'Answers are not kept here: send the whole conversation.');
  const effort = wire.reasoning?.effort;
  const choice = wire.tool_choice;
  const tools = (wire.tools ?? []).map(({ type, ...rest }) => ({ type, function: rest }));
  const messages: WireMessage[] = [
    ...(wire.instructions ? [{ role: 'system' as const, content: wire.instructions }] : []),
    ...joinCalls(readItems(wire.input)),
  ];
  return {
    model,
    messages: toMessages(messages, await open(messages)),
    ...toSampling(wire),
    ...toTools(
      tools,
      typeof choice === 'object' && choice !== null
        ? { type: 'function', function: { name: choice.name } }
        : choice,
    ),
    ...definedOnly({
      maxTokens: wire.max_output_tokens ?? undefined,
      responseFormat: toResponseFormat(wire.text?.format),
      logProbabilities: toLogProbabilities(wire),
      reasoning: effort ? !isWithoutThought(effort) : undefined,
      contextOverflow: wire.truncation === 'auto' ? ('trim' as const) : undefined,
    }),
  };
}

function readItems(input: WireResponsesRequest['input']): WireMessage[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return input.flatMap((item, index) => readItem(item, `input.${index}`));
}

function readItem(item: WireItem, at: string): WireMessage[] {
  if (item.type === 'reasoning') return [];
  if (item.type === 'function_call') {
    const { call_id: id, name, arguments: args } = item;
    const call = { id, type: 'function' as const, function: { name, arguments: args } };
    return [{ role: 'assistant', content: null, tool_calls: [call] }];
  }
  if (item.type === 'function_call_output')
    return [{ role: 'tool', content: readText(item.output, at), tool_call_id: item.call_id }];
  if (item.role === 'user' && typeof item.content !== 'string')
    return [{ role: 'user', content: item.content.map((part) => readUserPart(part, at)) }];
  return [{ role: item.role, content: readText(item.content, at) }];
}

type WirePart = Exclude<WireContent, string>[number];

function readUserPart(part: WirePart, at: string): WireTextPart | WirePicturePart {
  if (part.type !== 'input_image') return { type: 'text', text: readText([part], at) };
  const { image_url: url } = part;
  if (!url) return refuse(at, 'Files are not kept here: send the picture as a data URL.');
  return { type: 'image_url', image_url: { url } };
}

function readText(content: WireContent, at: string): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if ('text' in part) return part.text;
      if ('refusal' in part) return part.refusal;
      return refuse(at, `An ${part.type} cannot be read here: leave it out.`);
    })
    .join('');
}

/** Calls that were made together, and what was said before them, are one message. */
function joinCalls(messages: readonly WireMessage[]): WireMessage[] {
  const joined: WireMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (message.role === 'assistant' && message.tool_calls && last?.role === 'assistant')
      last.tool_calls = [...(last.tool_calls ?? []), ...message.tool_calls];
    else joined.push(message);
  }
  return joined;
}

function toResponseFormat(
  format: WireTextFormat | null | undefined,
): ChatRequest['responseFormat'] {
  if (!format || format.type === 'text') return undefined;
  return { type: 'json', schema: format.type === 'json_schema' ? format.schema : ANY_OBJECT };
}

/** `top_logprobs` alone asks for them, too. */
function toLogProbabilities({
  include,
  top_logprobs: top,
}: WireResponsesRequest): number | undefined {
  return include?.includes(LOGPROBS_INCLUDED) ? (top ?? 0) : top || undefined;
}

function refuse(param: string, message: string): never {
  throw new EngineError('not_supported', message, { details: { param } });
}
