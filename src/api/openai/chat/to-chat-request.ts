import type { ChatMessage, ChatRequest, ToolDefinition } from '../../../engine/chat/chat-engine.ts';
import { EngineError } from '../../../engine/errors.ts';
import { definedOnly } from '../../../engine/defined-only.ts';
import { toSampling } from '../sampling.ts';
import type { ShownPictures } from './show-pictures.ts';
import type {
  WireChatRequest,
  WireMessage,
  WireResponseFormat,
  WireTool,
  WireToolChoice,
} from './chat-schema.ts';

/**
 * A request of OpenAI's form in the engine's, with the pictures that its messages show. Throws
 * `not_supported` for sound, and `invalid_request` for a choice of a tool that is not
 * there.
 */
export function toChatRequest(
  wire: WireChatRequest,
  model: string,
  pictures: ShownPictures,
): ChatRequest {
  if (wire.modalities?.some((kind) => kind !== 'text'))
    throw new EngineError('not_supported', 'The models here cannot answer with sound.', {
      details: { param: 'modalities' },
    });
  return {
    model,
    messages: toMessages(wire.messages, pictures),
    ...toSampling(wire),
    ...toTools(wire.tools ?? [], wire.tool_choice),
    ...definedOnly({
      maxTokens: wire.max_completion_tokens ?? wire.max_tokens ?? undefined,
      responseFormat: toResponseFormat(wire.response_format),
      logProbabilities: wire.logprobs ? (wire.top_logprobs ?? 0) : undefined,
      reasoning: wire.reasoning_effort ? !isWithoutThought(wire.reasoning_effort) : undefined,
    }),
  };
}

export function isWithoutThought(effort: string): boolean {
  return effort === 'none' || effort === 'minimal';
}

/** Models take one system message, at the beginning: all that were sent are joined there. */
export function toMessages(
  messages: readonly WireMessage[],
  pictures: ShownPictures,
): ChatMessage[] {
  const system: string[] = [];
  const others: ChatMessage[] = [];
  messages.forEach((message, index) => {
    if (message.role === 'system' || message.role === 'developer')
      system.push(readText(message.content, index));
    else others.push(toMessage(message, index, pictures));
  });
  return system.length > 0 ? [{ role: 'system', content: system.join('\n\n') }, ...others] : others;
}

function toMessage(
  message: Exclude<WireMessage, { role: 'system' | 'developer' }>,
  index: number,
  pictures: ShownPictures,
): ChatMessage {
  const content = readText(message.content ?? '', index);
  switch (message.role) {
    case 'user': {
      const parts = typeof message.content === 'string' ? [] : message.content;
      const shown = parts.flatMap((part) =>
        part.type === 'image_url' ? (pictures.get(part) ?? []) : [],
      );
      return { role: 'user', content, ...(shown.length > 0 && { pictures: shown }) };
    }
    case 'tool':
      return { role: 'tool', content, toolCallId: message.tool_call_id };
    case 'assistant': {
      const calls = (message.tool_calls ?? []).map(({ id, function: { name, ...rest } }) => ({
        id,
        name,
        arguments: rest.arguments,
      }));
      return { role: 'assistant', content, ...(calls.length > 0 && { toolCalls: calls }) };
    }
  }
}

type WireContent = NonNullable<WireMessage['content']>;

function readText(content: WireContent, index: number): string {
  if (typeof content === 'string') return content;
  return content
    .map((part, at) => {
      if (part.type === 'text') return part.text;
      if (part.type === 'image_url') return '';
      if (part.type === 'refusal') return part.refusal;
      throw new EngineError(
        'not_supported',
        `The models here take no ${part.type}: leave it out or describe it.`,
        { details: { param: `messages.${index}.content.${at}.type` } },
      );
    })
    .join('');
}

/** A choice of one tool is that tool alone, which must be called. */
export function toTools(
  wire: readonly WireTool[],
  choice: WireToolChoice | null | undefined,
): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const tools = wire.map(toTool);
  if (typeof choice !== 'object' || choice === null)
    return { ...(tools.length > 0 && { tools }), ...(choice && { toolChoice: choice }) };
  const { name } = choice.function;
  const chosen = tools.filter((tool) => tool.name === name);
  if (chosen.length === 0)
    throw new EngineError(
      'invalid_request',
      `tool_choice names "${name}", which is not one of the tools.`,
      {
        details: { param: 'tool_choice' },
      },
    );
  return { tools: chosen, toolChoice: 'required' };
}

function toTool({ function: { name, description, parameters } }: WireTool): ToolDefinition {
  return {
    name,
    description: description ?? '',
    parameters: parameters ?? { type: 'object', properties: {} },
  };
}

/** What `json_object` promises. */
export const ANY_OBJECT = { type: 'object' };

function toResponseFormat(
  wire: WireResponseFormat | null | undefined,
): ChatRequest['responseFormat'] {
  if (!wire || wire.type === 'text') return undefined;
  const schema = wire.type === 'json_schema' ? wire.json_schema.schema : ANY_OBJECT;
  return { type: 'json', ...(schema && { schema }) };
}
