import type { z } from '@hono/zod-openapi';
import { encodeBase64 } from '../../api/base64.ts';
import type { chatRequestSchema } from '../../api/openai/chat/chat-schema.ts';
import type {
  ChatMessage,
  ChatRequest,
  ToolCall,
  ToolDefinition,
} from '../../engine/chat/chat-engine.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import type { PixelImage } from '../../engine/images/pixel-image.ts';
import { encodePng } from '../../engine/images/png.ts';

type WireRequest = z.input<typeof chatRequestSchema>;
type WireMessage = WireRequest['messages'][number];

/** The engine's request in OpenAI's form, to be streamed. */
export async function toWireRequest(request: ChatRequest): Promise<WireRequest> {
  const { model, messages, prefix, tools = [], toolChoice, responseFormat, reasoning } = request;
  const { stop, ...others } = request;
  return {
    model,
    messages: [...(await Promise.all(messages.map(toWireMessage))), ...toContinue(prefix)],
    stream: true,
    stream_options: { include_usage: true },
    ...definedOnly({
      temperature: others.temperature,
      top_p: others.topP,
      top_k: others.topK,
      min_p: others.minP,
      repetition_penalty: others.repetitionPenalty,
      frequency_penalty: others.frequencyPenalty,
      presence_penalty: others.presencePenalty,
      seed: others.seed,
      max_completion_tokens: others.maxTokens,
      stop: stop && [...stop],
      tools: tools.length > 0 ? tools.map(toWireTool) : undefined,
      tool_choice: tools.length > 0 ? toolChoice : undefined,
      response_format: responseFormat && toWireFormat(responseFormat),
      reasoning_effort: reasoning === false ? ('none' as const) : undefined,
    }),
  };
}

async function toWireMessage(message: ChatMessage): Promise<WireMessage> {
  const { role, content } = message;
  if (role === 'tool') return { role, content, tool_call_id: message.toolCallId };
  if (role === 'assistant') {
    const calls = message.toolCalls ?? [];
    return { role, content, ...(calls.length > 0 && { tool_calls: calls.map(toWireCall) }) };
  }
  if (role === 'system' || !message.pictures?.length) return { role, content };
  const shown = await Promise.all(message.pictures.map(toWirePicture));
  return { role, content: [...shown, { type: 'text', text: content }] };
}

async function toWirePicture(picture: PixelImage) {
  const url = `data:image/png;base64,${encodeBase64(await encodePng(picture))}`;
  return { type: 'image_url' as const, image_url: { url } };
}

function toWireCall({ id, name, arguments: text }: ToolCall) {
  return { id, type: 'function' as const, function: { name, arguments: text } };
}

function toWireTool({ name, description, parameters }: ToolDefinition) {
  return { type: 'function' as const, function: { name, description, parameters } };
}

function toWireFormat({
  schema,
}: NonNullable<ChatRequest['responseFormat']>): WireRequest['response_format'] {
  return schema
    ? { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } }
    : { type: 'json_object' };
}

/** The API has no beginning of an answer to go on from, so the model is asked to. */
function toContinue(prefix: string | undefined): WireMessage[] {
  if (!prefix) return [];
  return [
    { role: 'assistant', content: prefix },
    {
      role: 'user',
      content:
        'Your last answer was cut off. Continue it exactly where it stops, without repeating anything of it.',
    },
  ];
}
